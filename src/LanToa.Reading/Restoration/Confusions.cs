using System.Globalization;
using System.Text;

namespace LanToa.Reading.Restoration;

/// <summary>
/// How dear it is to print one thing for a written letter: fitted on real misreadings (<c>confusions.tsv</c> says how), mixed with marks simply
/// lost, and with a floor for what was never seen. Letters are numbered; capitals have rows of their own.
/// </summary>
internal sealed class Confusions
{
    /// <summary>A sign too many that the table does not know.</summary>
    private const float Insertion = 6.5f, Hook = 3f;
    private const float OtherMark = 4.5f, OtherLetter = 9.5f, Lost = 8f;
    private const float Certain = 0.05f;

    /// <summary>Share of letters taken to have lost their marks and nothing else, whatever the fitted table says.</summary>
    private const double Stripped = 0.12;

    private readonly Dictionary<char, float[]>[] _one = [[], []];
    private readonly Dictionary<(char, char), float[]>[] _two = [[], []];
    private readonly float[][] _none = new float[2][];
    private readonly Dictionary<char, int> _number = [];

    public Confusions(IReadOnlyList<char> letters)
    {
        Letters = letters.Count;
        for (var i = 0; i < letters.Count; i++) _number[letters[i]] = i;
        for (var upper = 0; upper < 2; upper++)
        {
            _none[upper] = new float[Letters];
            Array.Fill(_none[upper], Lost);
        }
        var rows = Read().ToList();
        var printed = rows.SelectMany(r => r.Printed).Concat(letters).Concat(letters.Select(char.ToUpperInvariant)).Concat(LookAlikes.SelectMany(l => l.Printed)).Distinct().ToList();
        for (var upper = 0; upper < 2; upper++)
            foreach (var c in printed) _one[upper][c] = [.. letters.Select(l => Floor(upper == 1 ? char.ToUpperInvariant(l) : l, c))];
        foreach (var (written, sign, cost) in rows) Put(written, sign, cost);
        foreach (var (written, signs, cost) in LookAlikes) Resemble(letters, written, signs, cost);
        foreach (var l in letters) Strip(l);
    }

    /// <summary>Shapes that any reader takes for one another, where the table has them too rarely or not at all.</summary>
    private static readonly (string Written, string Printed, float Cost)[] LookAlikes =
    [
        ("oO", "06", 4f), ("ờớởỡợ", "aé", 4.5f), ("á", "4", 3.5f), ("oO", "dbG&@¢§€", 5f), ("aA", "4&@", 5f), ("aA", "di", 5.5f), ("eE", "é¢€&@", 5f), ("l", "1I|!", 2.5f), ("L", "1I|", 4f), ("iI", "1l|!I", 4.5f),
        ("tT", "f{", 5f), ("sS", "5$§", 4f), ("yY", "¥", 2.5f), ("Đ", "PB", 2.5f), ("U", "TW", 4.5f), ("u", "itw", 4.5f), ("bB", "8", 5f), ("gG", "9", 5f), ("c", "e", 4.5f), ("e", "c", 4.5f), ("q", "g", 6f),
    ];

    private void Resemble(IReadOnlyList<char> letters, string written, string signs, float cost)
    {
        foreach (var letter in letters)
            for (var upper = 0; upper < 2; upper++)
            {
                var cased = upper == 1 ? char.ToUpperInvariant(letter) : letter;
                if (!written.Contains(cased) && !written.Contains(Syllable.BareLetter(cased))) continue;
                foreach (var sign in signs)
                    if (_one[upper].TryGetValue(sign, out var row)) row[_number[letter]] = Math.Min(cost, row[_number[letter]]);
            }
    }

    /// <summary>How many letters are numbered.</summary>
    public int Letters { get; }

    /// <summary>Costs by letter number of printing <paramref name="sign"/> for it.</summary>
    public float[] One(char sign, bool upper) => _one[upper ? 1 : 0].TryGetValue(Plain(sign), out var row) ? row : Other;

    /// <summary>Costs by letter number of printing two signs for it; null where only the generic insertion is possible.</summary>
    public float[]? Two(char first, char second, bool upper) => _two[upper ? 1 : 0].GetValueOrDefault((Plain(first), Plain(second)));

    private static char Plain(char sign) => sign is '\'' or '`' or '‘' ? '’' : sign;

    public float[] None(bool upper) => _none[upper ? 1 : 0];

    /// <summary>A sign that stands for nothing; the hooks of ơ and ư are often printed so.</summary>
    public static float Extra(char sign) => char.IsLetterOrDigit(sign) ? Insertion : Hook;

    private float[] Other => field ??= [.. Enumerable.Repeat(OtherLetter, Letters)];

    private static float Floor(char written, char printed)
    {
        if (written == printed) return Syllable.IsVietnameseOnly(printed) ? Certain : 1f;
        if (char.ToLowerInvariant(written) == char.ToLowerInvariant(printed)) return 3f;
        if (char.ToLowerInvariant(Syllable.BareLetter(written)) != char.ToLowerInvariant(Syllable.BareLetter(printed))) return OtherLetter;
        return char.IsUpper(written) == char.IsUpper(printed) ? OtherMark : OtherMark + 2;
    }

    private void Put(char written, string printed, float cost)
    {
        var upper = char.IsUpper(written) ? 1 : 0;
        if (!_number.TryGetValue(char.ToLowerInvariant(written), out var letter)) return;
        if (printed.Length == 0) _none[upper][letter] = cost;
        else if (printed.Length == 1) _one[upper][printed[0]][letter] = Math.Min(cost, _one[upper][printed[0]][letter]);
        else
        {
            if (!_two[upper].TryGetValue((printed[0], printed[1]), out var row))
            {
                _two[upper][(printed[0], printed[1])] = row = new float[Letters];
                Array.Fill(row, float.MaxValue);
            }
            row[letter] = cost;
        }
    }

    private void Strip(char letter)
    {
        for (var upper = 0; upper < 2; upper++)
        {
            var bare = Syllable.BareLetter(upper == 1 ? char.ToUpperInvariant(letter) : letter);
            if (!_one[upper].TryGetValue(bare, out var row)) continue;
            ref var cost = ref row[_number[letter]];
            cost = (float)-Math.Log(((1 - Stripped) * Math.Exp(-cost)) + Stripped);
        }
    }

    private static IEnumerable<(char Written, string Printed, float Cost)> Read()
    {
        using var stream = typeof(Confusions).Assembly.GetManifestResourceStream("LanToa.Reading.Restoration.confusions.tsv")
            ?? throw new InvalidOperationException("The table of confusions is not in the assembly.");
        using var lines = new StreamReader(stream, Encoding.UTF8);
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var parts = line.Split('\t');
            yield return (parts[0][0], parts[1], float.Parse(parts[2], CultureInfo.InvariantCulture));
        }
    }
}
