"""`medsos completion`: what a shell needs so that TAB completes commands, options and names."""

from typing import Annotated

import typer

from medsos_cli.errors import InputError
from medsos_cli.words.names import did_you_mean

_BASH = """\
_medsos() {
    local line word=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    while IFS= read -r line; do
        if [ "$line" = ":files" ]; then
            compopt -o filenames
            while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$word")
        else
            COMPREPLY+=("$(printf %q "${line%%$'\\t'*}")")
        fi
    done < <(_MEDSOS_WORD="=$word" "${COMP_WORDS[0]}" "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)
}
complete -F _medsos medsos
"""
_ZSH = """\
#compdef medsos
_medsos() {
    local line
    local -a shown
    for line in "${(@f)$(_MEDSOS_WORD="=$words[CURRENT]" $words[1,CURRENT-1] 2>/dev/null)}"; do
        if [[ $line == ":files" ]]; then _files; return; fi
        [[ -n $line ]] && shown+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
    done
    _describe medsos shown
}
compdef _medsos medsos
"""
_FISH = """\
function __medsos
    set -l found (env _MEDSOS_WORD="="(commandline -ct) (commandline -opc) 2>/dev/null)
    if test "$found" = ":files"
        __fish_complete_path (commandline -ct)
    else
        printf '%s\\n' $found
    end
end
complete -c medsos -f -a '(__medsos)'
"""
_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName medsos -ScriptBlock {
    param($word, $line, $position)
    $words = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } |
        Select-Object -Skip 1 | ForEach-Object { $_.ToString().Trim("'", '"') })
    $env:_MEDSOS_WORD = "=$word"
    $found = @(medsos @words 2>$null)
    Remove-Item Env:_MEDSOS_WORD
    if ($found[0] -eq ':files') { return }
    $found | ForEach-Object {
        $name, $about = $_ -split "`t", 2
        $text = if ($name -match '\\s') { "'$name'" } else { $name }
        if (-not $about) { $about = $name }
        [System.Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $about)
    }
}
"""
_SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH, "powershell": _POWERSHELL}


def completion(
    ctx: typer.Context,  # noqa: ARG001  # as every command has it
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")],
) -> None:
    """Print what makes TAB complete commands, options, labels and codes in a shell.

    For bash, add this line to ~/.bashrc: source <(medsos completion bash). For zsh likewise
    in ~/.zshrc; for fish write it to ~/.config/fish/completions/medsos.fish; for PowerShell
    add it to the file that $PROFILE names.
    """
    if shell not in _SCRIPTS:
        raise InputError(
            "{word!r} is no shell that can be helped",
            did_you_mean(shell, _SCRIPTS) or "write bash, zsh, fish or powershell",
            word=shell,
        )
    typer.echo(_SCRIPTS[shell], nl=False)
