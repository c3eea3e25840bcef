"""JSON texts at random: whole ones with a few characters put in, changed or cut away, so that most are broken somewhere."""

WHOLE = ['{"a":1,"b":[true,false,null],"c":{"d":"x\\u00e9\\ud83d\\ude00\\n"}}', "[1,-2.5e+3,0,0.1]", '"s"', "12", "-1.5e10", "{}", "[]",
         '{"a":"\\ud800x"}', '{"a" 1}', '{"a":1 "b"}', "{'a':1}", '"\\u12g4"', "é", ""]
PIECES = [*"{}[]\",:\\'ue0+-.1tfnaE \n\t", "\x01", "\x7f", "é", "\xa0", "😀", "\\u", "\\ud800", "\\udc00", "nul", "tru"]


def json_text(rng):
    text = rng.choice(WHOLE)
    for _ in range(rng.randint(0, 3)):
        at, kind = rng.randint(0, len(text)), rng.random()
        if kind < 0.4:
            text = text[:at] + rng.choice(PIECES) + text[at:]
        elif kind < 0.8:
            text = text[:at] + rng.choice(PIECES) + text[at + 1:]
        elif kind < 0.9:
            text = text[:at] + text[at + 1:]
        else:
            text = text[:at]
    return text
