namespace LanToa.Platform.Identity;

/// <summary>A page of a room where people choose something for themselves, offered on "Tài khoản của tôi".</summary>
public sealed record AccountPlace(string Title, string Text, string Button, string Href);
