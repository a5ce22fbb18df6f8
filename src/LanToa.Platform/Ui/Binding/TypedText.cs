namespace LanToa.Platform.Ui.Binding;

/// <summary>Text as a person typed it: without the control characters that nobody types. PostgreSQL keeps no zero, and XML (a Word file) none of the others.</summary>
public static class TypedText
{
    public static string? Of(string? text) => text is null || IsTyped(text) ? text : string.Concat(text.Where(letter => !IsNeverTyped(letter)));

    public static bool IsTyped(string? text) => text is null || !text.Any(IsNeverTyped);

    private static bool IsNeverTyped(char letter) => (char.IsControl(letter) && letter is not ('\t' or '\r' or '\n')) || letter is '\uFFFE' or '\uFFFF';
}
