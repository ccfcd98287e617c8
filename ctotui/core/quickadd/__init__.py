"""Quick-add: one lexicon in English and Swedish under two grammars, `line` (an item) and `when` (a time or a shift)."""
