using Microsoft.AspNetCore.Mvc;

namespace LanToa.Platform.Ui;

/// <summary>A list that has a print of its own (<c>in=1</c>) with as many rows as are printed in one go, and the words that promise no more than that.</summary>
public abstract class PaperPage : ListPage
{
    /// <summary>1: the page as it is printed.</summary>
    [FromQuery(Name = "in")]
    public int? Paper { get; set; }

    /// <summary>How the rows are called ("cơ quan").</summary>
    public abstract string Noun { get; }

    public virtual bool IsForPaper => Paper == 1;

    /// <summary>So many rows are printed in one go.</summary>
    protected virtual int MostPrinted => 400;

    public bool FitsPaper => Paging.Total <= MostPrinted;

    public string PaperName => FitsPaper ? $"Bản in đủ các {Noun}" : "Bản in";

    /// <summary>What stands on the paper of a page that has not all.</summary>
    public string PaperWords => $"Bản in này chỉ có các {Noun} của một trang màn hình; mở “{PaperName}” để in {(FitsPaper ? "tất cả" : "nhiều hơn")}.";
}
