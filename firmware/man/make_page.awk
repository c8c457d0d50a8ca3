# Puts what a program's --help says into its manual page, at the line HELP: one place tells the options.
# awk -f make_page.awk HELP-TEXT PAGE
NR == FNR {
    gsub(/\\/, "\\e")
    gsub(/-/, "\\-")
    help = help "\\&" $0 "\n"
    next
}
/^\.\\" HELP$/ {
    printf ".nf\n%s.fi\n", help
    next
}
{ print }
