namespace LanToa.Reading.Restoration;

/// <summary>
/// Which restored words a person should look at, and which are better left as printed. Measured on three real plans that were drawn at 130 and 200 dpi and
/// read by tesseract with its English data (10,964 words, 201 of them wrong): 4.9 % of the words are marked, and 153 of the wrong ones (76 %) are among them.
/// Syllables put in the place of another one came later: with them 102 of the 2,954 words of a real misread plan are marked.
/// </summary>
internal static class Doubts
{
    /// <summary>Words surer than this are not marked; beside a doubtful word <see cref="SureBesideDoubt"/> is asked for, since each word was judged with its neighbours held as chosen.</summary>
    private const float Sure = 0.9f, SureBesideDoubt = 0.99f;

    /// <summary>What is printed is a syllable of the language by itself ("giao"): another one in its place ("giá") must be as good as certain.</summary>
    private const float SureOfAnother = 0.995f;

    /// <summary>What is printed is far from the word that was chosen: each step beyond <see cref="Far"/> takes from the confidence.</summary>
    private const float Far = 5, LostPerStep = 0.03f, Foreign = 0.5f;

    /// <summary>The distance from which a letter is taken to be left over, not one of two that stand for a letter.</summary>
    private const float LetterTooMany = 6;

    /// <summary>Below this three words of four are wrong, and so are most that stand too far from what is printed: it is kept instead.</summary>
    private const float Hopeless = 0.3f, TooFar = 12;

    /// <summary>How sure a choice is, with the distance of what is printed in it.</summary>
    public static float Trust(string text, Choice choice)
    {
        if (choice.Word >= 0) return choice.Confidence - (Math.Max(0, choice.Cost - Far) * LostPerStep);
        // Capitals stand for themselves; any other word that the language does not know is a misreading or a name.
        foreach (var c in text.AsSpan(choice.Start, choice.Length))
            if (!char.IsUpper(c)) return Math.Min(choice.Confidence, Foreign);
        return choice.Confidence;
    }

    /// <summary>The same choices, with what is printed where every word would be a guess.</summary>
    public static void KeepHopeless(List<Choice> choices)
    {
        for (var i = 0; i < choices.Count; i++)
            if (choices[i] is { Word: >= 0 } choice && (choice.Confidence < Hopeless || choice.Cost >= TooFar && choice.Confidence < Sure)) choices[i] = choice with { Word = LanguageModel.Unknown };
    }

    /// <summary>True for each choice that a person should look at.</summary>
    public static bool[] Of(string text, List<Choice> choices, LanguageModel model)
    {
        var doubtful = new bool[choices.Count];
        for (var i = 0; i < doubtful.Length; i++)
        {
            var trust = Trust(text, choices[i]);
            doubtful[i] = trust < Sure || trust < SureBesideDoubt && (IsDoubtfulNeighbour(text, choices, i, i - 1) || IsDoubtfulNeighbour(text, choices, i, i + 1))
                || trust < SureOfAnother && choices[i].Word >= 0 && IsAnother(text.AsSpan(choices[i].Start, choices[i].Length), model.Words[choices[i].Word])
                || choices[i].Word >= 0 && LosesLetter(text, choices[i], model.Words[choices[i].Word]);
        }

        return doubtful;
    }

    /// <summary>Does a syllable stand there whose letters, marks aside, are not those of the word?</summary>
    private static bool IsAnother(ReadOnlySpan<char> printed, string word)
    {
        if (printed.Length < 3 || !BareSyllables.Has(printed)) return false;
        if (printed.Length != word.Length) return true;
        for (var i = 0; i < printed.Length; i++)
            if (char.ToLowerInvariant(Syllable.BareLetter(printed[i])) != char.ToLowerInvariant(Syllable.BareLetter(word[i]))) return true;
        return false;
    }

    /// <summary>"d6is" for "đổi": more letters are printed than the word has, and the last of them is not its own. A word run into this one may be lost.</summary>
    private static bool LosesLetter(string text, Choice choice, string word) =>
        choice.Cost >= LetterTooMany && choice.Length > word.Length && char.IsLetter(text[choice.End - 1]) && char.ToLowerInvariant(Syllable.BareLetter(text[choice.End - 1])) != Syllable.BareLetter(word[^1]);

    private static bool IsDoubtfulNeighbour(string text, List<Choice> choices, int at, int other)
    {
        if (other < 0 || other >= choices.Count) return false;
        var gap = other > at ? choices[other].Start - choices[at].End : choices[at].Start - choices[other].End;
        return gap <= 2 && Trust(text, choices[other]) < Sure;
    }
}
