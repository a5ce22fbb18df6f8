using System.ComponentModel;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Permissions;

namespace LanToa.Platform.Api;

/// <summary>A unit as the API names it.</summary>
public sealed record ApiUnit(
    [property: Description("Mã của đơn vị trong LanToa (UUID).")] Guid Id,
    [property: Description("Mã đơn vị hành chính hoặc mã định danh.")] string Code,
    [property: Description("Tên.")] string Name);

/// <summary>What a token is and may.</summary>
public sealed record TokenView(
    [property: Description("Tên của khóa.")] string Name,
    [property: Description("Phần đầu của khóa, để nhận ra.")] string Prefix,
    [property: Description("Người đã cấp.")] string IssuedBy,
    [property: Description("Đơn vị mà khóa làm thay.")] ApiUnit Unit,
    [property: Description("Phạm vi đã chọn mà người cấp nay còn quyền.")] IReadOnlyList<string> Scopes,
    [property: Description("Ngày cuối cùng dùng được.")] DateOnly ExpiresOn);

/// <summary>What a program can ask about itself.</summary>
public static class TokenApi
{
    public static IEnumerable<ApiOperation> Operations =>
    [
        new()
        {
            Id = "getToken", Method = "GET", Path = "token", Group = "Khóa", Summary = "Khóa này là gì, làm được gì", Permission = Permission.SignedIn, Answer = typeof(TokenView),
            Handle = call =>
            {
                var (token, actor) = (call.Known.Token, call.Get<Identity.Actor>());
                var scopes = call.Get<ApiCatalog>().Scopes.Where(s => actor.Can(s.Permission, token.UnitId)).Select(s => s.Permission.Code);
                return Task.FromResult(ApiAnswer.Of(new TokenView(token.Name, token.Prefix, call.Known.Account.DisplayName, call.Get<IOrganizationDirectory>().UnitOf(token.UnitId)!, [.. scopes], token.ExpiresOn)));
            },
        },
    ];

    /// <summary>The unit in the API's words; null when it is not known.</summary>
    public static ApiUnit? UnitOf(this IOrganizationDirectory directory, Guid? id) => id is { } unit && directory.Find(unit) is { } found ? new ApiUnit(found.Id, found.Code, directory.DistinctNameOf(unit) ?? found.Name) : null;
}
