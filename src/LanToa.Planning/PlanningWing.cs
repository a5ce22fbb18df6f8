using LanToa.Planning.Obligations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Modules;

namespace LanToa.Planning;

/// <summary>The rooms of the planning wing.</summary>
public static class PlanningWing
{
    public static IEnumerable<Module> Modules() => [new OrganizationsModule(), new PlansModule(), new ObligationsModule()];
}
