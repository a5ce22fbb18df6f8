using LanToa.Accountability.Activities;

namespace LanToa.Accountability.Tests.Activities;

public sealed class WebLinkTests
{
    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://localhost:5000/tin")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://172.16.0.9/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://[fd00::1]/")]
    [InlineData("http://[2002:7f00:1::]/")]
    [InlineData("http://maychu/tin")]
    [InlineData("http://maychu.local/tin")]
    [InlineData("https://can-bo:mat-khau@tin.gov.vn/")]
    [InlineData("ftp://tin.gov.vn/")]
    [InlineData("tin.gov.vn/bai")]
    public void WhyNot_LeadsInsideOrIsNone_IsSaid(string link) => WebLinks.WhyNot(link).ShouldNotBeNull();

    [Theory]
    [InlineData("https://tuyenquang.gov.vn/tin-tuc/cai-cach?id=1")]
    [InlineData("http://8.8.8.8/")]
    [InlineData("https://www.facebook.com/xa.vankhe/posts/1")]
    public void WhyNot_OpenToAll_IsNull(string link) => WebLinks.WhyNot(link).ShouldBeNull();
}
