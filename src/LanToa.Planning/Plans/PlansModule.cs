using LanToa.Contracts.Documents;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Plans.Pages.Forms;
using LanToa.Planning.Plans.Pages.Import;
using LanToa.Planning.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Files;
using LanToa.Platform.Jobs;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Platform.SavedViews;
using LanToa.Platform.Search;
using LanToa.Reading;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Plans;

public static class PlanPermissions
{
    public static readonly Permission Read = new("plans.read", "Xem kế hoạch", Permission.EveryRole);
    public static readonly Permission Write = new("plans.write", "Soạn, sửa kế hoạch; nhập kế hoạch từ văn bản", Role.Officer);
    public static readonly Permission Approve = new("plans.approve", "Duyệt, trả lại kế hoạch", Role.Leader);
    public static readonly Permission ManageActs = new("acts.manage", "Quản lý sổ văn bản pháp luật", Role.Administrator);
    public static readonly Permission Words = new("plans.words", "Sửa, bỏ chữ đã nhớ từ văn bản", Role.Administrator, Role.Officer);
    public static readonly Permission Cascade = new("plans.cascade", "Quyết định việc cấp trên giao cho đơn vị", Role.Officer, Role.Leader);
    public static readonly Permission Issue = new("plans.issue", "Ban hành, kết thúc, thu hồi kế hoạch", Role.Leader, Role.Officer);
}

public sealed class PlansModule : Module
{
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<IDocumentHeads, DocumentHeads>();
        services.AddScoped<IHandOverPart, PlansHandedOver>();
        services.AddScoped<PartyMembers>();
        services.AddScoped<PartyNames>();
        services.AddScoped<PartyLookup>();
        services.AddScoped<PartyPicker>();
        services.AddScoped<PlanDuties>();
        services.AddScoped<IBodyHoldings, HeldPlans>();
        services.AddScoped<PlanSentences>();
        services.AddSingleton<WordingsKept>();
        services.AddScoped<EarlierWordings>();
        services.AddScoped<LanToa.Contracts.Plans.IPlanWords, TaskWording>();
        services.AddScoped<PlanAccess>();
        services.AddScoped<IAttachmentGuard>(s => s.GetRequiredService<PlanAccess>());
        services.AddScoped<PlanView>();
        services.AddSingleton(new SavedList(PlanLinks.List, "Kế hoạch", PlanPermissions.Read));
        services.AddSingleton(new SavedList(ActLinks.List, "Sổ văn bản pháp luật", Permission.SignedIn));
        services.AddScoped<PlanRights>();
        services.AddScoped<TaskPeople>();
        services.AddScoped<DocumentCheck>();
        services.AddScoped<IssuerField>();
        services.AddScoped<PlanGaps>();
        services.AddScoped<PlanTwins>();
        services.AddScoped<ChangePlanState>();
        services.AddScoped<PlanFileMarks>();
        services.AddScoped<SavePlan>();
        services.AddScoped<SaveTask>();
        services.AddScoped<EditSentences>();
        services.AddScoped<DraftPlan>();
        services.AddScoped<DraftWriter>();
        services.AddScoped<PlanTemplates>();
        services.AddScoped<UpperTasks>();
        services.AddScoped<DecideChanges>();
        services.AddScoped<DraftOrigins>();
        services.AddScoped<PlanRemarks>();
        services.AddScoped<PlanClosings>();
        services.AddScoped<WithdrawTask>();
        services.AddScoped<GiveWords>();
        services.AddScoped<EditWords>();
        services.AddScoped<WordsSources>();
        services.AddScoped<MoveTask>();
        services.AddScoped<ExcludeMembers>();
        services.AddScoped<CheckWords>();
        services.AddScoped<PlanContents>();
        services.AddScoped<PlanVersions>();
        services.AddScoped<StartAmendment>();
        services.AddScoped<AmendedPlan>();
        services.AddScoped<AmendmentDesk>();
        services.AddScoped<ApplyAmendment>();
        services.AddScoped<PairTasks>();
        services.AddScoped<PlanNames>();
        services.AddScoped<WaitingPlans>();
        services.AddScoped<PlanNotices>();
        services.AddScoped<ISearchSource, PlanSearch>();
        services.AddScoped<ISearchSource, TaskSearch>();
        services.AddScoped<ISearchSource, ActSearch>();
        services.AddScoped<TasksFound>();
        services.AddScoped<PlanDocument>();
        services.AddScoped<AttachSignedCopy>();
        services.AddScoped<PublishPlan>();
        services.AddScoped<PublishedPlans>();
        services.AddSingleton<PdfPrinter>();
        services.AddSingleton<IPdfPrinter>(s => s.GetRequiredService<PdfPrinter>());
        services.AddSingleton<IPictureConverter, PictureConverter>();
        services.AddSingleton(s => new PublicPdfs((docx, cancel) => s.GetRequiredService<PdfPrinter>().PrintAsync(docx, cancel: cancel), s.GetRequiredService<TimeProvider>()));
        services.AddScoped<CascadeItems>();
        services.AddScoped<CascadeRights>();
        services.AddScoped<CascadeDesk>();
        services.AddScoped<CoverageMatrices>();
        services.AddScoped<CitedPlans>();
        services.AddScoped<AdoptTasks>();
        services.AddScoped<SplitTask>();
        services.AddScoped<LinkTasks>();
        services.AddScoped<SettleTasks>();
        services.AddScoped<ImportDesk>();
        services.AddScoped<StartImport>();
        services.AddScoped<DecideItem>();
        services.AddScoped<EditItem>();
        services.AddScoped<SplitItem>();
        services.AddScoped<MergeItems>();
        services.AddScoped<ConfirmParty>();
        services.AddScoped<FollowIssuer>();
        services.AddScoped<AddMembers>();
        services.AddScoped<EarlierBody>();
        services.AddScoped<SetDocumentFields>();
        services.AddScoped<DiscardImport>();
        services.AddScoped<AcceptImport>();
        services.AddScoped<ImportQuestions>();
        services.AddScoped<ReviewBoards>();
        services.AddScoped<ActBooks>();
        services.AddScoped<EditActs>();
        services.AddScoped<IAttachmentGuard, ImportAttachments>();
        services.AddSingleton(new ReadingLimits(PlanReader.Patience));
        services.AddJob<ReadPlanDocument, ReadPayload>(ReadPlanDocument.Job, "Đọc văn bản kế hoạch", TimeSpan.FromMinutes(30));
    }

    public override void Tables(ModelBuilder model)
    {
        model.ApplyConfiguration<Plan>(new PlanTable());
        model.ApplyConfiguration<PlanSource>(new PlanTable());
        model.ApplyConfiguration(new PlanVersionTable());
        model.ApplyConfiguration(new PlanStatementTable());
        model.ApplyConfiguration<PlanTask>(new PlanTaskTable());
        model.ApplyConfiguration<TaskParty>(new PlanTaskTable());
        model.ApplyConfiguration(new PlanGroupTable());
        model.ApplyConfiguration<CascadeDecision>(new CascadeTable());
        model.ApplyConfiguration<CascadeLink>(new CascadeTable());
        model.ApplyConfiguration<PlanImport>(new PlanImportTable());
        model.ApplyConfiguration<ImportReading>(new PlanImportTable());
        model.ApplyConfiguration(new ImportItemTable());
        model.ApplyConfiguration(new WordsMeaningTable());
        model.ApplyConfiguration(new LegalActTable());
        model.ApplyConfiguration<PlanOrigin>(new DraftTables());
        model.ApplyConfiguration<TaskOrigin>(new DraftTables());
        model.ApplyConfiguration<DraftChange>(new DraftTables());
        model.ApplyConfiguration(new PlanRemarkTable());
        model.ApplyConfiguration(new PlanClosingTable());
        model.ApplyConfiguration(new PlanTemplateTable());
    }

    public override void Access(AccessRules rules) => rules.Enter("/Plans", PlanPermissions.Read).Enter("/Plans/Import", PlanPermissions.Write)
        .Enter("/Plans/New", PlanPermissions.Write).Enter("/Plans/Template", PlanPermissions.Write).Enter("/Plans/Edit", PlanPermissions.Write).Enter("/Plans/Tasks", PlanPermissions.Write).Enter("/Plans/Sentences", PlanPermissions.Write).Enter("/Plans/Tasks/Withdraw", PlanPermissions.Issue).Enter("/Plans/SignedCopy", PlanPermissions.Issue).Enter("/Plans/Give", PlanPermissions.Issue).Enter("/Plans/Amend", PlanPermissions.Issue).Enter("/Plans/Difference", PlanPermissions.Issue).Enter("/Plans/Pair", PlanPermissions.Issue)
        .Enter("/Plans/Publication", PlanPermissions.Issue).Enter("/Plans/Public", Permission.Public)
        .Enter("/Plans/Words", PlanPermissions.Words).Enter("/Plans/Cascade", PlanPermissions.Cascade)
        .Enter("/Plans/Acts", Permission.SignedIn).Enter("/Plans/Acts/Edit", PlanPermissions.ManageActs);

    public override void Endpoints(IEndpointRouteBuilder endpoints) => PublicSignedCopy.Map(endpoints);

    public override IEnumerable<MenuPlace> Menu => [new("Kế hoạch", "file-text", PlanLinks.List, 20, PlanPermissions.Read), new("Sổ văn bản", "book", ActLinks.List, 97, PlanPermissions.ManageActs)];

    public override IEnumerable<Permission> Permissions => [PlanPermissions.Read, PlanPermissions.Write, PlanPermissions.Approve, PlanPermissions.Issue, PlanPermissions.ManageActs, PlanPermissions.Words, PlanPermissions.Cascade];

    public override IEnumerable<VerbName> Verbs =>
    [
        new("plan.create", "Tạo kế hoạch"), new("plan.draft", "Lập dự thảo từ kế hoạch có sẵn"), new("plan.draft-accept", "Đồng ý thay đổi của dự thảo"), new("plan.draft-set-back", "Giữ như cũ thay đổi của dự thảo"), new("plan.change", "Sửa kế hoạch"), new("plan.submit", "Trình duyệt"), new("plan.approve", "Duyệt"),
        new("plan.return", "Trả lại"), new("plan.follow", "Theo dõi thay cơ quan ban hành"), new("plan.issue", "Ban hành"), new("plan.record-issued", "Ghi nhận văn bản đã ban hành"), new("plan.start", "Bắt đầu thực hiện"),
        new("plan.close", "Kết thúc"), new("plan.withdraw", "Thu hồi"), new(AttachSignedCopy.Verb, "Đính kèm bản đã ký"), new("plan.check-words", "So chữ khôi phục với bản gốc"), new("plan.keep-template", "Lưu làm mẫu"), new("plan.end-template", "Thôi dùng mẫu"), new("plan-remark.create", "Góp ý"), new("plan-remark.answer", "Trả lời góp ý"), new("plan-task.create", "Thêm nhiệm vụ"), new("plan-task.change", "Sửa nhiệm vụ"),
        new(PublishPlan.Verb, "Công khai kế hoạch"), new(PublishPlan.EndVerb, "Thôi công khai kế hoạch"),
        new(StartAmendment.Verb, "Lập bản điều chỉnh"), new(ApplyAmendment.Verb, "Điều chỉnh kế hoạch"), new(AmendmentDesk.ScopeVerb, "Đổi phạm vi điều chỉnh"), new(PairTasks.Verb, "Ghép nhiệm vụ điều chỉnh"),
        new(EditSentences.CreateVerb, "Thêm câu"), new(EditSentences.ChangeVerb, "Sửa câu"), new(EditSentences.RemoveVerb, "Bỏ câu"),
        new("plan-task.withdraw", "Rút nhiệm vụ"), new("plan-task.give", "Giao nhiệm vụ cho đơn vị"), new("plan-task.move", "Đổi thứ tự nhiệm vụ"), new("plan-task.restore", "Lấy lại nhiệm vụ"), new("plan-task.exclude", "Bỏ đơn vị khỏi nhóm thực hiện"), new("plan-import.create", "Tải văn bản lên"), new("plan-import.change", "Sửa thông tin văn bản"),
        new("plan-import.amends", "Chọn kế hoạch được điều chỉnh"), new("plan-import.read", "Đọc văn bản"), new("plan-import.discard", "Bỏ văn bản"), new("plan-import.accept", "Tạo kế hoạch từ văn bản"),
        new("import-item.create", "Đọc ra nhiệm vụ"), new("import-item.change", "Sửa nhiệm vụ đọc được"), new("import-item.accept", "Chấp nhận nhiệm vụ"),
        new("import-item.reject", "Bỏ qua nhiệm vụ"), new("import-item.reset", "Kiểm lại nhiệm vụ"), new("import-item.split", "Tách nhiệm vụ"), new("import-item.merge", "Gộp nhiệm vụ"), new("import-item.unmerge", "Bỏ gộp nhiệm vụ"),
        new("cascade.adopt", "Đưa việc cấp trên giao vào kế hoạch"), new("cascade.adapt", "Điều chỉnh việc cấp trên giao"), new("cascade.split", "Tách việc cấp trên giao"), new("cascade.link", "Nối việc cấp trên giao với nhiệm vụ đã có"),
        new("cascade.not-applicable", "Ghi việc cấp trên giao không áp dụng"), new("cascade.undo", "Bỏ quyết định về việc cấp trên giao"),
        new("alias.confirm", "Xác nhận tên cơ quan"), new("words-meaning.say", "Nói rõ chữ trong văn bản là đơn vị nào"), new("words-meaning.change", "Sửa điều đã nhớ"), new("words-meaning.forget", "Bỏ điều đã nhớ"), new("words-meaning.again", "Dùng lại điều đã nhớ"), new("legal-act.create", "Thêm văn bản vào sổ"), new("legal-act.change", "Sửa văn bản trong sổ"),
        new("legal-act.withdraw", "Gỡ văn bản khỏi sổ"), new("legal-act.restore", "Đưa văn bản lại vào sổ"),
    ];
}
