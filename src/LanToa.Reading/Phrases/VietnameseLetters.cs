namespace LanToa.Reading.Phrases;

/// <summary>
/// Vietnamese letters taken apart: a base letter (a–z), its quality (ă, â, đ, ê, ô, ơ, ư) and its tone. A syllable is compared by its letters and its one
/// tone, wherever the tone is written, so that "uỷ" and "ủy", "hoà" and "hòa" are the same word.
/// </summary>
internal static class VietnameseLetters
{
    private const int TableSize = 0x1F00;
    private static readonly byte[] Bases = new byte[TableSize];
    private static readonly byte[] Qualities = new byte[TableSize];
    private static readonly byte[] Tones = new byte[TableSize];
    private static readonly bool[] OnlyVietnamese = new bool[TableSize];

    static VietnameseLetters()
    {
        for (var c = 'a'; c <= 'z'; c++) Define(c, c, c, 0);
        // Rows: letter without tone, then sắc, huyền, hỏi, ngã, nặng.
        string[] rows =
        [
            "aáàảãạ", "ăắằẳẵặ", "âấầẩẫậ", "eéèẻẽẹ", "êếềểễệ", "iíìỉĩị", "oóòỏõọ", "ôốồổỗộ", "ơớờởỡợ", "uúùủũụ", "ưứừửữự", "yýỳỷỹỵ",
        ];
        string bases = "aaaeeiooouuy";
        for (var row = 0; row < rows.Length; row++)
        {
            for (var tone = 0; tone < 6; tone++) Define(rows[row][tone], bases[row], rows[row][0], (byte)tone);
        }
        Define('đ', 'd', 'đ', 0);
        // Eth looks like đ in capitals and is often typed for it.
        Define('ð', 'd', 'đ', 0);
    }

    /// <summary>The letter a–z under the marks, or 0 where the character is not a letter of the Latin alphabet.</summary>
    public static byte Base(char c) => c < TableSize ? Bases[c] : (byte)0;

    /// <summary>A number for the letter with its quality but without its tone.</summary>
    public static byte Quality(char c) => Qualities[c];

    /// <summary>0 level, 1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng.</summary>
    public static byte Tone(char c) => Tones[c];

    /// <summary>Whether no western European language writes this letter: a sign that the text has its Vietnamese marks.</summary>
    public static bool IsOnlyVietnamese(char c) => c < TableSize && OnlyVietnamese[c];

    private static void Define(char letter, char bare, char untoned, byte tone)
    {
        foreach (var form in new[] { letter, char.ToUpperInvariant(letter) })
        {
            Bases[form] = (byte)bare;
            Qualities[form] = untoned switch { 'ă' => 1, 'â' => 2, 'ê' => 3, 'ô' => 4, 'ơ' => 5, 'ư' => 6, 'đ' => 7, _ => (byte)bare };
            Tones[form] = tone;
            OnlyVietnamese[form] = form > 0xFF;
        }
    }
}
