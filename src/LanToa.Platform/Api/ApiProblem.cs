using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace LanToa.Platform.Api;

/// <summary>A field of what was sent, and what stands against it (Vietnamese).</summary>
public sealed record ApiFieldProblem(string Field, string Detail);

/// <summary>An error as RFC 9457 has it: the code stands at the end of <c>type</c> and on the page for developers; words are Vietnamese and say what to do.</summary>
public sealed record ApiProblem(int Status, string Code, string Title, string Detail)
{
    public IReadOnlyList<ApiFieldProblem> Errors { get; init; } = [];

    public static ApiProblem Fields(IReadOnlyList<ApiFieldProblem> errors) => new(422, "du-lieu", "Dữ liệu chưa nhận được", "Chưa có gì được ghi. Hãy sửa những điều nêu ở errors rồi gửi lại.") { Errors = errors };

    public static ApiProblem Field(string field, string detail) => Fields([new(field, detail)]);

    public static ApiProblem Refused(IReadOnlyList<string> why) => new(422, "tu-choi", "Không làm được việc này", string.Join(" ", why));

    public static ApiProblem Denied(string why) => new(403, "khong-co-quyen", "Không có quyền", why);

    public static readonly ApiProblem NotFound = new(404, "khong-tim-thay", "Không tìm thấy", "Không có bản ghi này, hoặc khóa không được xem nó.");

    public static readonly ApiProblem Stale = new(412, "da-thay-doi", "Bản ghi đã thay đổi", "Bản ghi đã được người khác sửa sau khi bạn đọc. Chưa có gì bị ghi đè: hãy đọc lại (GET), xem khác gì rồi gửi với ETag mới.");

    public static readonly ApiProblem NeedsMatch = new(428, "thieu-if-match", "Thiếu If-Match", "Để không ghi đè thay đổi của người khác, hãy gửi header If-Match với ETag của lần đọc gần nhất.");

    public static ApiProblem OtherMethod(string method, IReadOnlyList<string> methods) =>
        new(405, "sai-phuong-thuc", "Địa chỉ không nhận phương thức này", $"Địa chỉ này không nhận {(method.Length <= 10 ? method : "phương thức đó")}, chỉ nhận {string.Join(", ", methods)}. Chưa có gì được ghi. Xem từng thao tác ở /api.");

    /// <summary>For a status that says it all.</summary>
    public static ApiProblem Of(int status) => status switch
    {
        400 => new(400, "yeu-cau-sai", "Yêu cầu không đúng", "Yêu cầu không đọc được. Hãy kiểm tra địa chỉ, header và nội dung."),
        401 => new(401, "thieu-khoa", "Chưa có khóa hoặc khóa không còn dùng được", "Hãy gửi header “Authorization: Bearer …” với khóa API còn hạn. Khóa cấp ở trang /api/tokens; cookie đăng nhập không dùng được ở đây."),
        403 => new(403, "khong-co-quyen", "Không có quyền", "Khóa không có phạm vi cần cho thao tác này, hoặc người cấp khóa không còn vai trò đó ở đơn vị. Xem phạm vi cần có ở /api."),
        404 => new(404, "khong-tim-thay", "Không tìm thấy", "Không có địa chỉ này. Các địa chỉ có ở /api và /api/v1/openapi.json."),
        408 => new(408, "gui-qua-cham", "Gửi quá chậm", "Nội dung đến quá chậm nên đã dừng. Hãy gửi lại."),
        413 => new(413, "qua-lon", "Nội dung quá lớn", "Nội dung lớn hơn mức nhận được. Hãy gửi bản nhỏ hơn."),
        415 => new(415, "sai-loai", "Sai loại nội dung", "Hãy gửi với Content-Type đúng như tài liệu (JSON: application/json)."),
        429 => new(429, "qua-nhieu", "Gửi quá nhiều yêu cầu", "Khóa này đã gửi nhiều hơn mức cho phép trong một phút. Hãy đợi theo header Retry-After rồi gửi tiếp."),
        503 => new(503, "tam-dung", "Tạm thời không làm được", "Hệ thống đang tạm dừng một phần. Hãy gửi lại sau theo header Retry-After; POST gửi lại với đúng Idempotency-Key cũ không bị ghi hai lần."),
        507 => new(507, "het-cho", "Hết chỗ chứa", "Hệ thống hết chỗ để nhận tệp. Hãy gửi lại sau."),
        >= 500 => new(status, "loi-he-thong", "Lỗi của hệ thống", "Hệ thống gặp lỗi, đã được ghi lại. POST gửi lại với đúng Idempotency-Key cũ không bị ghi hai lần."),
        _ => new(status, "loi", "Không làm được", "Yêu cầu không làm được."),
    };

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public async Task WriteAsync(HttpContext http)
    {
        var answer = http.Response;
        answer.StatusCode = Status;
        answer.ContentType = "application/problem+json; charset=utf-8";
        answer.Headers.CacheControl = "no-store";
        if (Status == 401) answer.Headers.WWWAuthenticate = "Bearer";
        await answer.WriteAsync(JsonSerializer.Serialize(new
        {
            type = "/api#loi-" + Code, title = Title, status = Status, detail = Detail, instance = "urn:lantoa:request:" + http.TraceIdentifier, errors = Errors.Count == 0 ? null : Errors,
        }, Json), http.RequestAborted);
    }
}

/// <summary>Ends an operation with this problem.</summary>
public sealed class ApiProblemException(ApiProblem problem) : Exception(problem.Title)
{
    public ApiProblem Problem => problem;
}
