// To the search engine, "--select" means "without select". Whoever types an option wants to find it.
const send = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (message, ...rest) {
  const isQuery = typeof message?.data === "string";
  const sent = isQuery ? { ...message, data: message.data.replace(/(^|\s)-+(?=\w)/g, "$1") } : message;
  return send.call(this, sent, ...rest);
};
