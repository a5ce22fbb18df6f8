using System.CommandLine;
using LanToa.Cli.Verbs;

namespace LanToa.Cli;

/// <summary>Every verb of the program.</summary>
internal static class Commands
{
    public static RootCommand Root()
    {
        var root = new RootCommand("LanToa: từ câu chữ trong kế hoạch đến điểm số cải cách hành chính.")
        {
            RunVerb.Create(), ReadVerb.Create(), CheckDocumentVerb.Create(), BackupVerb.Create(), RestoreVerb.Create(), VerifyHistoryVerb.Create(), VerifyDataVerb.Create(), RecomputeActivitiesVerb.Create(), VerifyPackVerb.Create(), ExportHistoryVerb.Create(),
            MigrateVerb.Create(), RescueAccountVerb.Create(), PsqlVerb.Create(), BuildLanguageModelVerb.Create(),
        };
        VietnameseHelp.Use(root);
        return root;
    }
}
