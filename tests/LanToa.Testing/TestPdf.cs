using System.Text;

namespace LanToa.Testing;

/// <summary>The smallest PDF that opens: one empty page.</summary>
public static class TestPdf
{
    /// <param name="note">What tells its bytes from another's; nobody sees it.</param>
    public static byte[] Of(string note) => Encoding.UTF8.GetBytes($"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj trailer<</Root 1 0 R>>\n%{note}");
}
