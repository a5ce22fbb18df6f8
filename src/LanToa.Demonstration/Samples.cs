using System.Text.Json;
using System.Text.Json.Serialization;
using LanToa.Planning.Organizations;

namespace LanToa.Demonstration;

/// <summary>An organization of the made-up province as <c>samples/organizations.json</c> gives it.</summary>
public sealed record SampleOrganization(
    string Code, string Parent, string Name, string Short, OrganizationLevel Level, OrganizationKind Kind, DateOnly From, IReadOnlyList<string>? Aliases = null);

public sealed record SampleSuccessionLine(string From, string? To, decimal Weight);

public sealed record SampleSuccession(SuccessionKind Kind, DateOnly On, string Act, IReadOnlyList<SampleSuccessionLine> Lines);

public sealed record SampleOrganizations(IReadOnlyList<SampleOrganization> Organizations, IReadOnlyList<SampleSuccession> Successions);

/// <summary>The files of <c>samples/</c>, carried inside the program.</summary>
public static class Samples
{
    /// <summary>The made-up code of the made-up province: neither a real one nor the nation's.</summary>
    public const short ProvinceId = 99;

    public const string ProvinceCode = "99";

    /// <summary>Of the country's first body, as the national list has it.</summary>
    public const string NationCode = "00";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static SampleOrganizations Organizations()
    {
        using var file = Open("organizations.json");
        return JsonSerializer.Deserialize<SampleOrganizations>(file, Json)!;
    }

    public static Stream Open(string name) =>
        typeof(Samples).Assembly.GetManifestResourceStream("samples/" + name) ?? throw new FileNotFoundException($"The program carries no sample {name}.");
}
