using System.Text.RegularExpressions;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Text;

namespace LanToa.Planning.Plans;

/// <summary>What a name says of the body: a first proposal for the form that adds it.</summary>
internal static partial class UnitGuess
{
    public static (OrganizationLevel Level, OrganizationKind Kind) Of(string printed, string? issuerLevel)
    {
        var name = Folding.Fold(printed);
        var beside = Enum.TryParse<OrganizationLevel>(issuerLevel, out var level) ? level : OrganizationLevel.Unit;
        if (Committee().IsMatch(name))
            return (DistrictName().IsMatch(name) && !ProvinceNames.IsCity(printed) ? OrganizationLevel.District : CommuneName().IsMatch(name) ? OrganizationLevel.Commune : OrganizationLevel.Province, OrganizationKind.Committee);
        if (MinistryName().IsMatch(name)) return (OrganizationLevel.Ministry, OrganizationKind.Department);
        if (PartyName().IsMatch(name)) return (beside, OrganizationKind.Party);
        if (MassName().IsMatch(name)) return (beside, OrganizationKind.MassOrganization);
        if (VerticalName().IsMatch(name)) return (beside, OrganizationKind.Vertical);
        if (EnterpriseName().IsMatch(name)) return (beside, OrganizationKind.Other);
        // The office of a province's committee or council is one of its departments; that of a department is not.
        if (beside == OrganizationLevel.Province && CommitteeOffice().IsMatch(name)) return (beside, OrganizationKind.Department);
        if (ServiceName().IsMatch(name)) return (beside, OrganizationKind.PublicService);
        if (name.StartsWith("so ", StringComparison.Ordinal)) return (OrganizationLevel.Province, OrganizationKind.Department);
        if (OwnInspectorate().IsMatch(name)) return (beside, OrganizationKind.Division);
        if (name.StartsWith("phong ", StringComparison.Ordinal) || name.StartsWith("van phong", StringComparison.Ordinal)) return (beside, OrganizationKind.Division);
        return (beside, OrganizationKind.Department);
    }

    /// <summary>Whether the name itself says what kind of body it is: nothing else said of it may change that.</summary>
    public static bool IsPlain(string printed) => Folding.Fold(printed) is var name && (name.StartsWith("so ", StringComparison.Ordinal) || Committee().IsMatch(name) || MassName().IsMatch(name) || EnterpriseName().IsMatch(name));

    /// <summary>
    /// The body that the new one most likely stands below: the nation for a province or ministry, else the issuer of the document, or the body above it
    /// where the kind stands beside the issuer. Null while the issuer is unknown: a person chooses.
    /// </summary>
    public static OrganizationInfo? Parent(OrganizationLevel level, OrganizationKind kind, OrganizationInfo? issuer, OrganizationInfo? nation, Func<Guid, OrganizationInfo?> find)
    {
        if (level == OrganizationLevel.Ministry || (level == OrganizationLevel.Province && kind == OrganizationKind.Committee)) return nation;
        if (issuer is null) return null;
        var parts = kind is OrganizationKind.Division or OrganizationKind.PublicService;
        var body = issuer;
        while (true)
        {
            var isCommittee = body.Kind == nameof(OrganizationKind.Committee);
            var fits = kind != OrganizationKind.Committee ? parts || isCommittee
                : isCommittee && (body.Level is nameof(OrganizationLevel.Province) || (level == OrganizationLevel.Commune && body.Level is nameof(OrganizationLevel.District)));
            if (fits || body.ParentId is not { } id || find(id) is not { } above) return body;
            body = above;
        }
    }

    [GeneratedRegex("^(ubnd|uy ban nhan dan)")]
    private static partial Regex Committee();

    [GeneratedRegex(@"\b(huyen|thi xa|quan)\b|ubnd thanh pho|nhan dan thanh pho")]
    private static partial Regex DistrictName();

    [GeneratedRegex(@"\b(xa|phuong|thi tran|dac khu)\b")]
    private static partial Regex CommuneName();

    // The inspectorate of a department is a part of it; that of a province or district stands beside its departments.
    [GeneratedRegex(@"^thanh tra (so|bo|cuc)\b")]
    private static partial Regex OwnInspectorate();

    [GeneratedRegex("^bo (?!chi huy|phan)")]
    private static partial Regex MinistryName();

    [GeneratedRegex(@"\b(tinh uy|huyen uy|thanh uy|dang uy|ban tuyen giao|ban dan van)\b")]
    private static partial Regex PartyName();

    [GeneratedRegex(@"mat tran|\b(doan|hoi lien hiep|hoi nong dan|hoi cuu chien binh|lien doan lao dong)\b")]
    private static partial Regex MassName();

    [GeneratedRegex(@"^(cong an|quan su|bo chi huy|cuc|chi cuc|kho bac|toa an|vien kiem sat|bao hiem|buu dien|ngan hang|thue)\b")]
    private static partial Regex VerticalName();

    [GeneratedRegex(@"^(viettel|vnpt|mobifone|vien thong|cong ty|tong cong ty|tap doan|doanh nghiep|hop tac xa|dien luc)\b")]
    private static partial Regex EnterpriseName();

    [GeneratedRegex(@"^van phong (doan dai bieu|hoi dong nhan dan|hdnd|uy ban nhan dan|ubnd)\b")]
    private static partial Regex CommitteeOffice();

    [GeneratedRegex(@"^(trung tam|dai|bao|truong|benh vien|vien|thu vien|bao tang|tap chi)\b")]
    private static partial Regex ServiceName();
}
