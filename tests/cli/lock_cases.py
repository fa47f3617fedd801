"""Violations of a lock by a pull request: their place, and the lock key that allows them."""

from tests.locks import AGORA, CONFIG

CONFIGS: dict[str, tuple[str, str, str, str]] = {
    # the configuration, its place, the key of the lock, and the lock, or lines of it, that allow it
    "another host": (
        CONFIG.replace("URL", "https://evil.example.com/v2"),
        "2:16",
        "hosts",
        "version: 1\nhosts: [evil.example.com]",
    ),
    "a host that begins alike": (
        CONFIG.replace("URL", "https://127.0.0.1.evil.example.com/v2"),
        "2:16",
        "hosts",
        "version: 1\nhosts: [127.0.0.1.evil.example.com]",
    ),
    "the default host, which is none of the lock's": (
        CONFIG.replace('{url: "URL"}', "{}"),
        "2:8",
        "hosts",
        "version: 1\nhosts: [api.agora.io]",
    ),
    "a host by a default": (
        CONFIG.replace("URL", "${UNSET:-https://evil.example.com/v2}"),
        "2:21",
        "variables",
        "version: 1\nhosts: [evil.example.com]\nvariables: [UNSET]",
    ),
    "a list from a file": (
        CONFIG.replace('{agora: {url: "URL"}}', "{file: live.json}"),
        "2:8",
        "live_files",
        "live_files: true",
    ),
    "an ID from a command": (
        AGORA % "customer_id: {command: [touch, marker]}",
        "5:5",
        "commands",
        "commands: true",
    ),
    "a secret from a file": (
        AGORA % "customer_secret: {file: live.json}",
        "5:5",
        "credential_files",
        "credential_files: true",
    ),
    "a client's certificate from a file": (
        AGORA % "client_cert: live.json",
        "5:5",
        "credential_files",
        "credential_files: true",
    ),
    "another variable": (
        AGORA % "customer_id: ${OTHER:-id}",
        "5:18",
        "variables",
        "variables: [OTHER]",
    ),
    "a variable in the name of a file": (
        CONFIG.replace("numbers.yaml", '"${OTHER:-numbers.yaml}"'),
        "3:12",
        "variables",
        "variables: [OTHER]",
    ),
    "a check that is off": (
        CONFIG + "severity: {drift-unmanaged: off}\n",
        "5:12",
        "may_be_off",
        "may_be_off: [drift-unmanaged]",
    ),
    "a check below what fails": (
        CONFIG + "severity: {drift-changed: info}\n",
        "5:12",
        "may_be_off",
        "may_be_off: [drift-changed]",
    ),
    "a rule below what fails": (
        CONFIG + "severity: {inbound-has-pipeline: info}\n",
        "5:12",
        "may_be_off",
        "may_be_off: [inbound-has-pipeline]",
    ),
    "totals that are ignored": (
        AGORA % "totals: ignore",
        "5:5",
        "may_be_off",
        "may_be_off: [totals]",
    ),
    "another schema": (CONFIG + "schema: any.json\n", "5:1", "schema", "schema: true"),
    "a laxer threshold": (CONFIG + "fail_on: high\n", "5:1", "fail_on", "fail_on: high"),
    "no threshold": (CONFIG + "fail_on: never\n", "5:1", "fail_on", "fail_on: never"),
    "a notification to another host": (
        CONFIG + "notifications:\n  - slack: {url: https://evil.example.com/x}\n",
        "6:13",
        "hosts",
        "version: 1\nhosts: [127.0.0.1, evil.example.com]",
    ),
    "another mail server": (
        CONFIG + "notifications:\n  - email: {from: a@b.c, to: [a@b.c], host: mail.evil.org}\n",
        "6:39",
        "hosts",
        "version: 1\nhosts: [127.0.0.1, mail.evil.org]",
    ),
    "a history elsewhere": (
        CONFIG + "history: postgresql://db.evil.org/x\n",
        "5:1",
        "hosts",
        "version: 1\nhosts: [127.0.0.1, db.evil.org]",
    ),
    "a history behind another address": (
        CONFIG + "history: postgresql://127.0.0.1/x?hostaddr=10.0.0.1&sslmode=require\n",
        "5:1",
        "hosts",
        "version: 1\nhosts: [127.0.0.1, 10.0.0.1]",
    ),
}
