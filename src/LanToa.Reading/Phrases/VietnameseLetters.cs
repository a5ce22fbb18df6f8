namespace LanToa.Reading.Phrases;

/// <summary>
/// A letter taken apart, in one number: the letter a–z under the marks, a number for it with its quality, its tone (0 level, 1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng).
/// The numbers of several letters may be joined by "or", to ask what any of them is.
/// </summary>
internal readonly record struct VietnameseLetter(uint Bits)
{
    private const uint Only = 1 << 24, Mark = 1 << 25;

    public VietnameseLetter(byte bare, byte quality, byte tone, bool onlyVietnamese) : this(bare | (uint)quality << 8 | (uint)tone << 16 | (onlyVietnamese ? Only : 0) | (quality != bare || tone != 0 ? Mark : 0))
    {
    }

    public byte Base => (byte)Bits;
    public byte Quality => (byte)(Bits >> 8);
    public byte Tone => (byte)(Bits >> 16);
    public bool OnlyVietnamese => (Bits & Only) != 0;
    public bool IsMarked => (Bits & Mark) != 0;
}

/// <summary>
/// Vietnamese letters taken apart: a base letter (a–z), its quality (ă, â, đ, ê, ô, ơ, ư) and its tone. A syllable is compared by its letters and its one
/// tone, wherever the tone is written, so that "uỷ" and "ủy", "hoà" and "hòa" are the same word.
/// </summary>
internal static class VietnameseLetters
{
    private const int TableSize = 0x1F00;
    private static readonly VietnameseLetter[] Letters = new VietnameseLetter[TableSize];

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

    /// <summary>What a character is taken apart; <see cref="VietnameseLetter.Base"/> is 0 where it is not a letter of the Latin alphabet.</summary>
    public static VietnameseLetter Of(char c) => c < TableSize ? Letters[c] : default;

    /// <summary>The letter a–z under the marks, or 0 where the character is not a letter of the Latin alphabet.</summary>
    public static byte Base(char c) => Of(c).Base;

    private static void Define(char letter, char bare, char untoned, byte tone)
    {
        foreach (var form in new[] { letter, char.ToUpperInvariant(letter) })
        {
            var quality = untoned switch { 'ă' => 1, 'â' => 2, 'ê' => 3, 'ô' => 4, 'ơ' => 5, 'ư' => 6, 'đ' => 7, _ => (byte)bare };
            Letters[form] = new VietnameseLetter((byte)bare, (byte)quality, tone, form > 0xFF);
        }
    }
}
