namespace LanToa.Platform.Documents.Checking;

/// <summary>
/// Something in a document that is not as the form asks. <see cref="Code"/> is stable and for programs; the rest is Vietnamese, for people.
/// </summary>
/// <param name="Code">page-size, margin, font, nation-wording…</param>
/// <param name="Message">What is wrong and how it should be.</param>
/// <param name="Where">Where in the document: the paragraph's number and its first words, or the section.</param>
/// <param name="Place">The rule: điểm, khoản, phụ lục of the act.</param>
/// <param name="Count">How many places have it; <paramref name="Where"/> names the first.</param>
public sealed record Difference(string Code, string Message, string Where, string Place, int Count = 1);

/// <summary>What the check found. <see cref="Form"/> is the act that it was measured by.</summary>
public sealed record CheckResult(string Form, int Paragraphs, IReadOnlyList<Difference> Differences);

/// <summary>A file that is no readable Word document; the message says what to do (Vietnamese).</summary>
public sealed class UncheckableDocumentException(string message, Exception? inner = null) : Exception(message, inner);
