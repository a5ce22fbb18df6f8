using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>
/// The document and what was read from it, side by side. Every step is a small post: with script it answers with what changed on the page,
/// without it the page comes back where the person was.
/// </summary>
public sealed class ReviewModel(ReviewBoards boards, DecideItem decide, MergeItems merge, EditItem edit, ConfirmParty party, DiscardImport discard, AcceptImport accept, FollowIssuer follow, AmendedPlan amended, ImportDesk desk) : PageModel
{
    public const string InDocumentOrder = "van-ban";

    /// <summary>The answer that a printed name is no certain body.</summary>
    public const string AsWords = "words";

    /// <summary>"van-ban" for the order of the document; otherwise the doubtful first.</summary>
    [FromQuery(Name = "xep")]
    public string? Order { get; set; }

    /// <summary>The answer that two tasks are joined although they differ.</summary>
    public const string MergeAnyway = "merge-anyway";

    /// <summary>What is to be confirmed on a card.</summary>
    public (Guid? Item, string Words)? Ask { get; private set; }

    public ReviewBoard Board { get; private set; } = null!;

    public bool AsInDocument => Order == InDocumentOrder || (HttpMethods.IsPost(Request.Method) && CameFrom.Contains($"xep={InDocumentOrder}", StringComparison.Ordinal));

    // A step comes back to the order in which the person was reading.
    private string CameFrom => Request.Headers["HX-Current-URL"].FirstOrDefault() ?? Request.Headers.Referer.ToString();

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is not { } import) return NotFound();
        if (import.State != ImportState.Ready) return Redirect(ImportLinks.Of(import));
        await desk.CatchUpAsync(id, cancel);
        Board = await boards.OpenAsync((await boards.FindAsync(id, cancel))!, cancel);
        return Page();
    }

    /// <summary>One card again, after the person turned back from editing it.</summary>
    public async Task<IActionResult> OnGetCardAsync(Guid id, Guid item, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is not { State: ImportState.Ready } import) return NotFound();
        var board = await boards.OpenAsync(import, cancel, [item]);
        return board.Cards.FirstOrDefault(c => c.Item.Id == item) is { } card ? Partial("/Plans/Pages/Import/_Card.cshtml", card) : NotFound();
    }

    public async Task<IActionResult> OnGetDocumentAsync(Guid id, CancellationToken cancel) =>
        await boards.FindAsync(id, cancel) is { State: ImportState.Ready } import ? Partial("/Plans/Pages/Import/_Document.cshtml", await boards.OpenAsync(import, cancel, [])) : NotFound();

    public async Task<IActionResult> OnPostDecideAsync(Guid id, Guid item, int version, string? decision, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is null) return NotFound();
        if (decision is "merge" or MergeAnyway)
        {
            var joined = await merge.HandleAsync(item, version, decision == MergeAnyway, cancel);
            if (joined.IsDone && !Request.Headers.ContainsKey("HX-Request")) this.Flash("Đã gộp với nhiệm vụ sau. Muốn lấy lại, chọn “Bỏ gộp” trong việc khác của nhiệm vụ.");
            return await AnswerAsync(id, item, joined, all: joined.Ask is null, cancel, merged: joined.IsDone);
        }
        if (decision == "unmerge") return await AnswerAsync(id, item, await merge.UndoAsync(item, version, cancel), all: true, cancel);
        var step = await decide.HandleAsync(item, version, decision switch { "accept" => ItemDecision.Accepted, "reject" => ItemDecision.Rejected, _ => ItemDecision.Pending }, cancel);
        return await AnswerAsync(id, item, step, all: false, cancel);
    }

    public async Task<IActionResult> OnPostTimeAsync(Guid id, Guid item, int version, string? time, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is null) return NotFound();
        var step = QuickTimes.Find(time) is { } quick ? await edit.SetTimeAsync(item, version, quick.Rule, cancel) : ImportStep.Refused("Bạn chưa chọn thời hạn.");
        return await AnswerAsync(id, item, step, all: false, cancel);
    }

    /// <summary>One time for all tasks to which the document gives none.</summary>
    public async Task<IActionResult> OnPostTimesAsync(Guid id, string? time, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is null) return NotFound();
        if (QuickTimes.Find(time) is not { } quick) return await AnswerAsync(id, null, ImportStep.Refused("Bạn chưa chọn thời hạn."), all: true, cancel);
        var (set, step) = await edit.SetTimeOfAllAsync(id, quick.Rule, cancel);
        if (step.IsDone) this.Flash($"Đã đặt “{quick.Words}” cho {set} nhiệm vụ. Vẫn sửa được từng nhiệm vụ trước khi chấp nhận.");
        return await AnswerAsync(id, null, step, all: true, cancel);
    }

    public async Task<IActionResult> OnPostPartyAsync(Guid id, string? printed, string? means, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is null) return NotFound();
        if (means == AsWords) return await AnswerAsync(id, null, await party.KeepWordsAsync(id, printed ?? "", cancel), all: true, cancel, said: KeptWords(printed));
        var (unit, group) = ItemParty.Meaning(means);
        var step = await party.HandleAsync(id, printed ?? "", unit, group, cancel);
        return await AnswerAsync(id, null, step, all: true, cancel, said: step.IsDone ? $"Đã nhớ: “{printed}” là {await party.NameAsync(unit, group, cancel)}." : null);
    }

    public async Task<IActionResult> OnPostClearAsync(Guid id, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is null) return NotFound();
        var (accepted, left, step) = await decide.AcceptClearAsync(id, cancel);
        if (step.IsDone) this.Flash($"Đã chấp nhận {accepted} nhiệm vụ rõ ràng. {(left > 0 ? $"Còn {left} nhiệm vụ cần xem." : "Không còn nhiệm vụ nào chưa kiểm.")}");
        return await AnswerAsync(id, null, step, all: true, cancel);
    }

    /// <summary>Takes on the issuer, for which nobody works here.</summary>
    public async Task<IActionResult> OnPostFollowAsync(Guid id, string? reason, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is null) return NotFound();
        var step = await follow.TakeImportAsync(id, reason, cancel);
        if (step.IsDone) this.Flash("Đã theo dõi thay cơ quan ban hành. Phần theo dõi này được giữ ở tỉnh của bạn.");
        return await AnswerAsync(id, null, step, all: true, cancel);
    }

    /// <summary>Says which issued plan the document amends; none: it is a plan of its own.</summary>
    public async Task<IActionResult> OnPostAmendsAsync(Guid id, Guid? plan, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is null) return NotFound();
        var step = await amended.ChooseAsync(id, plan, cancel);
        if (step.IsDone) this.Flash(plan is null ? "Văn bản sẽ thành một kế hoạch riêng." : "Văn bản sẽ được so với kế hoạch đã chọn khi tạo bản điều chỉnh.");
        return await AnswerAsync(id, null, step, all: true, cancel);
    }

    public async Task<IActionResult> OnPostDiscardAsync(Guid id, string? reason, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is not { } import) return NotFound();
        var why = await discard.HandleAsync(id, reason, cancel);
        if (why.Count > 0) return await AnswerAsync(id, null, new ImportStep(why), all: true, cancel);
        this.Flash($"Đã bỏ văn bản “{import.FileName}”.");
        return Redirect(ImportLinks.List);
    }

    public async Task<IActionResult> OnPostCreateAsync(Guid id, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is not { } import) return NotFound();
        var made = await accept.HandleAsync(id, cancel);
        if (made.PlanId is not { } plan) return await AnswerAsync(id, null, new ImportStep(made.WhyNot), all: true, cancel);
        if (made.Already) await SayWhoAsync(plan, cancel);
        else this.Flash(import.AmendsId is null ? "Đã tạo kế hoạch dự thảo từ văn bản. Xem lại rồi ban hành hoặc ghi nhận văn bản đã ký." : "Đã tạo bản điều chỉnh từ văn bản. Hãy so sánh với kế hoạch đang thực hiện rồi áp dụng.");
        return Redirect(PlanLinks.Of(plan));
    }

    internal static string KeptWords(string? printed) => $"“{printed}” không phải một cơ quan cụ thể: chữ được giữ nguyên, văn bản sau của cùng cơ quan ban hành cũng vậy.";

    /// <summary>Tells whoever came second who made the plan and when.</summary>
    private async Task SayWhoAsync(Guid plan, CancellationToken cancel)
    {
        if (await boards.MadeAsync(plan, cancel) is not { } made) return;
        this.Flash($"{(made.ByMe ? "Bạn" : made.Who)} đã tạo kế hoạch từ văn bản này lúc {VietnameseFormat.DateTime(made.At)}; đây là kế hoạch ấy.", StatusKind.InProgress);
    }

    private async Task<IActionResult> AnswerAsync(Guid id, Guid? item, ImportStep step, bool all, CancellationToken cancel, bool merged = false, string? said = null)
    {
        var import = await boards.FindAsync(id, cancel);
        if (step.IsDone && said is not null && !Request.Headers.ContainsKey("HX-Request")) this.Flash(said);
        if (import is { State: ImportState.Done, PlanId: { } made }) await SayWhoAsync(made, cancel);
        if (Request.Headers.ContainsKey("HX-Request"))
        {
            if (import!.State != ImportState.Ready)
            {
                Response.Headers["HX-Redirect"] = ImportLinks.Of(import);
                return new EmptyResult();
            }
            var board = await boards.OpenAsync(import, cancel, all || item is null ? null : [item.Value]);
            return Partial("/Plans/Pages/Import/_Answer.cshtml", new ReviewAnswer(board, all ? null : item, step.WhyNot, AsInDocument) { Ask = step.Ask, Said = step.IsDone ? said : null, Merged = merged ? board.Cards.FirstOrDefault(c => c.Item.Id == item)?.Item : null });
        }
        if (step.IsDone) return Redirect((AsInDocument ? $"{ImportLinks.Review(id)}?xep={InDocumentOrder}" : ImportLinks.Review(id)) + (item is null ? "" : $"#card-{item}"));
        if (step.Ask is { } ask) Ask = (item, ask);
        foreach (var why in step.WhyNot) ModelState.AddModelError("", why);
        if (import!.State != ImportState.Ready) return Redirect(ImportLinks.Of(import));
        Board = await boards.OpenAsync(import, cancel);
        return Page();
    }
}

/// <summary>What changed on the page: one card, or all of them, and the foot. Reasons go to the card, or to a toast when it is about the whole.</summary>
public sealed record ReviewAnswer(ReviewBoard Board, Guid? Item, IReadOnlyList<string> WhyNot, bool AsInDocument)
{
    /// <summary>What is to be confirmed on the card.</summary>
    public string? Ask { get; init; }

    /// <summary>What was just decided, where the cards alone do not say it.</summary>
    public string? Said { get; init; }

    /// <summary>The task that another was just joined to, to be taken back at once.</summary>
    public ImportItem? Merged { get; init; }
}
