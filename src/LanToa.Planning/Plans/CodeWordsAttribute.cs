using System.Text.Json;
using LanToa.Platform.Audit;

namespace LanToa.Planning.Plans;

/// <summary>The code lists whose codes a task keeps.</summary>
public enum CodeList
{
    Channels,
    Topics,
    Audiences,
    Products,
}

/// <summary>Says the codes of a list by their names in the history.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CodeWordsAttribute(CodeList list) : HistoryWordsAttribute
{
    public CodeList List { get; } = list;

    public override string Of(JsonElement value) => List switch
    {
        CodeList.Channels => PlanCodes.ChannelName(value.ToString()),
        CodeList.Topics => PlanCodes.TopicName(value.ToString()),
        CodeList.Audiences => PlanCodes.AudienceName(value.ToString()),
        _ => PlanCodes.ProductWords(value.Deserialize<TaskProduct>()!),
    };
}
