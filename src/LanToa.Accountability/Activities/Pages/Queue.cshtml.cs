using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>What waits in this browser to be sent; the browser fills it in (<c>queue.js</c>).</summary>
public sealed class QueueModel : PageModel;
