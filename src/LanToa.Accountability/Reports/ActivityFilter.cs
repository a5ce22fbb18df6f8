using System.Linq.Expressions;
using LanToa.Accountability.Activities;
using LanToa.Accountability.Reports.Formulas;

namespace LanToa.Accountability.Reports;

/// <summary>The activities that aggregates count, as a condition for lists: any of them.</summary>
internal static class ActivityFilter
{
    public static Expression<Func<Activity, bool>> Of(IReadOnlyList<Atom> atoms)
    {
        var activity = Expression.Parameter(typeof(Activity), "a");
        Expression any = Expression.Constant(false);
        foreach (var atom in atoms)
        {
            Expression all = Expression.Constant(true);
            foreach (var condition in atom.Conditions) all = Expression.AndAlso(all, new Renamed(activity).Visit(Condition(condition).Body));
            any = Expression.OrElse(any, all);
        }
        return Expression.Lambda<Func<Activity, bool>>(any, activity);
    }

    private static Expression<Func<Activity, bool>> Condition(Condition condition)
    {
        var codes = condition.Codes.ToList();
        switch (condition.Field.Column)
        {
            case "form": return a => codes.Contains(a.Form);
            case "channels": return a => a.Channels.Any(c => codes.Contains(c));
            case "topics": return a => a.Topics.Any(c => codes.Contains(c));
            case "audiences": return a => a.Audiences.Any(c => codes.Contains(c));
            default:
                var states = codes.Select(Enum.Parse<ActivityState>).ToList();
                return a => states.Contains(a.State);
        }
    }

    private sealed class Renamed(ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node.Type == typeof(Activity) ? to : node;
    }
}
