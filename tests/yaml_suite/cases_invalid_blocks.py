"""Not YAML: what is wrong with the indentation of lists and mappings, and tabs in it."""

from tests.yaml_suite.cases import KEY, Refused

INVALID_BLOCKS = (
    Refused("236B", "Invalid value after mapping", "foo:\n  bar\ninvalid\n", 3),
    Refused("2CMS", "Invalid mapping in plain multiline", "this\n is\n  invalid: x\n", 2),
    Refused("4EJS", "Invalid tabs as indendation in a mapping", "---\na:\n\tb:\n\t\tc: value\n", 3),
    Refused("4HVU", "Wrong indendation in Sequence", "key:\n   - ok\n   - also ok\n  - wrong\n", 4),
    Refused("5U3A", "Sequence on same Line as Mapping Key", "key: - a\n     - b\n", 1),
    Refused("6S55", "Invalid scalar at the end of sequence", "key:\n - bar\n - baz\n invalid\n", 4),
    Refused("7MNF", "Missing colon", "top1:\n  key1: val1\ntop2\n", 3),
    Refused(
        "9CWY", "Invalid scalar at the end of mapping", "key:\n - item1\n - item2\ninvalid\n", 4
    ),
    Refused("BD7L", "Invalid mapping after sequence", "- item1\n- item2\ninvalid: x\n", 3),
    Refused("BS4K", "Comment between plain scalar lines", "word1  # comment\nword2\n", 2),
    Refused("DK95/06", "Tabs that look like indentation", "foo:\n  a: 1\n  \tb: 2\n", 3),
    Refused("DMG6", "Wrong indendation in Map", "key:\n  ok: 1\n wrong: 2\n", 3),
    Refused("EW3V", "Wrong indendation in mapping", "k1: v1\n k2: v2\n", 2),
    Refused("G7JE", "Multiline implicit keys", "a\\nb: 1\nc\n d: 1\n", 2),
    Refused("HU3P", "Invalid Mapping in plain scalar", "key:\n  word1 word2\n  no: key\n", 2),
    Refused("JKF3", "Multiline unidented double quoted block key", '- - "bar\nbar": x\n', 1),
    Refused("TD5N", "Invalid scalar after sequence", "- item1\n- item2\ninvalid\n", 3),
    Refused("Y79Y/000", "Tabs in various contexts", "foo: |\n\t\nbar: 1\n", 2),
    Refused("Y79Y/004", "Tabs in various contexts", "-\t-\n", 1),
    Refused("Y79Y/005", "Tabs in various contexts", "- \t-\n", 1),
    Refused("Y79Y/006", "Tabs in various contexts", "?\t-\n", 1),
    Refused("Y79Y/007", "Tabs in various contexts", "? -\n:\t-\n", 1, KEY),
    Refused("Y79Y/008", "Tabs in various contexts", "?\tkey:\n", 1),
    Refused("Y79Y/009", "Tabs in various contexts", "? key:\n:\tkey:\n", 1, KEY),
    Refused("ZCZ6", "Invalid mapping in plain single line value", "a: b: c: d\n", 1),
    Refused("ZL4Z", "Invalid nested mapping", "---\na: 'b': c\n", 2),
    Refused("ZVH3", "Wrong indented sequence item", "- key: value\n - item1\n", 2),
)
