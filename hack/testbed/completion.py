"""What a shell offers while a line for hack/cluster is written: nouns, then their verbs, then the flags of those."""
from testbed import Failure

_BASH = """_malha_cluster() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" offered=""
    if [ "$COMP_CWORD" -eq 1 ]; then
        offered="{first}"
    elif [ "$COMP_CWORD" -eq 2 ]; then
        case "${{COMP_WORDS[1]}}" in
{verbs}
        esac
    fi
    case "${{COMP_WORDS[1]}} ${{COMP_WORDS[2]}}" in
{flags}
    esac
    COMPREPLY=($(compgen -W "$offered" -- "$word"))
    [ ${{#COMPREPLY[@]}} -gt 0 ] || COMPREPLY=($(compgen -f -- "$word"))
}}
complete -F _malha_cluster cluster
"""
_SHELLS = ("bash", "zsh", "fish")


def _flags(rows):
    return [name for names, _ in rows for name in names.split() if name.startswith("--")]


def _bash(verbs):
    other = {"completion": _SHELLS, "load": ("image",)}
    below = {**{noun: list(of) for noun, of in verbs.items()}, **other}
    flags = {f"{noun} {verb}": _flags(rows) for noun, of in verbs.items() for verb, (_, rows) in of.items()}
    flags["load image"] = flags["image import"]
    return _BASH.format(
        first=" ".join([*verbs, *other, *verbs["cluster"], "version", "help"]),
        verbs="\n".join(f'        {noun}) offered="{" ".join(words)}" ;;' for noun, words in below.items()),
        flags="\n".join([f'    "{words}") offered="{" ".join(of)}" ;;' for words, of in flags.items() if of] +
                        [f'    "{words.split()[1]} "*) offered="{" ".join(of)}" ;;' for words, of in flags.items()
                         if words.startswith("cluster ") and of]))


def _fish(verbs):
    seen = "__fish_seen_subcommand_from"
    lines = ["complete -c cluster -f", f"complete -c cluster -n __fish_use_subcommand -a '{' '.join([*verbs, 'completion', 'version', 'help'])}'",
             f"complete -c cluster -n '{seen} completion' -a '{' '.join(_SHELLS)}'"]
    for noun, of in verbs.items():
        lines.append(f"complete -c cluster -n '{seen} {noun}; and not {seen} {' '.join(of)}' -a '{' '.join(of)}'")
        for verb, (_, rows) in of.items():
            lines += [f"complete -c cluster -n '{seen} {noun}; and {seen} {verb}' -l {flag[2:]} -r -F" for flag in _flags(rows)]
    return "\n".join(lines) + "\n"


def script(said, verbs):
    """For the shell that is named; `verbs` are those of the command line."""
    if len(said) != 1 or said[0] not in _SHELLS:
        raise Failure(f"completion: one of {', '.join(_SHELLS)} is asked for")
    if said[0] == "fish":
        return _fish(verbs)
    return ("autoload -U +X bashcompinit && bashcompinit\n" if said[0] == "zsh" else "") + _bash(verbs)
