using LanToa.Accountability.Activities;
using LanToa.Accountability.Reports;
using LanToa.Platform.Modules;

namespace LanToa.Accountability;

/// <summary>The rooms of the accountability wing.</summary>
public static class AccountabilityWing
{
    public static IEnumerable<Module> Modules() => [new ActivitiesModule(), new ReportsModule()];
}
