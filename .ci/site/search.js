// To the search engine, "--select" means "without select", and "fail-on" means "fail" or "on". Here, they
// are names, and a page has to have all their words.
const allWords = (name) => `"${name.replace(/^-+|-+$/g, "").replaceAll("-", " ")}*"`;
const asNames = (query) => query.replace(/(?<!\S)(-+\w[\w-]*|\w+-[\w-]*)(?!\S)/g, allWords);

const send = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (message, ...rest) {
  const isQuery = typeof message?.data === "string";
  return send.call(this, isQuery ? { ...message, data: asNames(message.data) } : message, ...rest);
};
