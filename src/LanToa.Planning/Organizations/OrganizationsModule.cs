using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations.Pages;
using LanToa.Platform.Api;
using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Audit;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Platform.SavedViews;
using LanToa.Platform.Search;
using LanToa.Platform.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Organizations;

public static class OrganizationPermissions
{
    public static readonly Permission Read = new("organizations.read", "Xem cơ quan, đơn vị", Permission.EveryRole);
    public static readonly Permission ManageGroups = new("organizations.groups", "Quản lý nhóm cơ quan", Role.Administrator);
    public static readonly Permission Manage = new("organizations.manage", "Quản lý cơ quan, đơn vị", Role.Administrator, Role.Officer);
}

public sealed class OrganizationsModule : Module
{
    public override void Services(IServiceCollection services)
    {
        services.AddSingleton<OrganizationDirectory>();
        services.AddScoped<OrganizationNames>();
        services.AddScoped<SuccessionReader>();
        services.AddSingleton(new SavedList(OrganizationLinks.List, "Cơ quan", OrganizationPermissions.Read));
        services.AddScoped<ImportNationalList>();
        services.AddScoped<SaveOrganization>();
        services.AddScoped<StandIn>();
        services.AddScoped<MoveBack>();
        services.AddScoped<RecordSuccession>();
        services.AddScoped<WithdrawSuccession>();
        services.AddScoped<RecordFile>();
        services.AddScoped<IBodyHoldings, RolesAndBodiesBelow>();
        services.AddScoped<EditGroup>();
        services.AddScoped<EditAliases>();
        services.AddScoped<GroupMembers>();
        services.AddScoped<IUnitGroups, UnitGroups>();
        services.AddScoped<ISuccessions, Successions>();
        services.AddScoped<IUnitPicker, UnitPicker>();
        services.AddScoped<ISearchSource, OrganizationSearch>();
        services.AddSingleton<IOrganizationDirectory>(s => s.GetRequiredService<OrganizationDirectory>());
    }

    public override void Tables(ModelBuilder model)
    {
        model.ApplyConfiguration(new OrganizationTable());
        model.ApplyConfiguration(new OrganizationAliasTable());
        model.ApplyConfiguration<OrganizationGroup>(new OrganizationGroupTable());
        model.ApplyConfiguration<OrganizationGroupMember>(new OrganizationGroupTable());
        model.ApplyConfiguration<Succession>(new SuccessionTable());
        model.ApplyConfiguration<SuccessionLine>(new SuccessionTable());
        model.Entity<Membership>().HasOne<Organization>().WithMany().HasForeignKey(m => m.OrganizationId);
        model.Entity<ApiToken>().HasOne<Organization>().WithMany().HasForeignKey(t => t.UnitId);
        model.Entity<Webhook>().HasOne<Organization>().WithMany().HasForeignKey(w => w.UnitId);
    }

    public override void Access(AccessRules rules) => rules
        .Enter("/Organizations", OrganizationPermissions.Read)
        .Enter("/Organizations/Edit", OrganizationPermissions.Manage)
        .Enter("/Organizations/GroupEdit", OrganizationPermissions.ManageGroups)
        .Enter("/Organizations/Succession", OrganizationPermissions.Manage)
        .Enter("/Organizations/SuccessionFile", OrganizationPermissions.Manage)
        .Enter("/Organizations/Import", OrganizationPermissions.Manage);

    public override IEnumerable<MenuPlace> Menu => [new("Cơ quan", "building", OrganizationLinks.List, 90, OrganizationPermissions.Read)];

    public override IEnumerable<Permission> Permissions => [OrganizationPermissions.Read, OrganizationPermissions.Manage, OrganizationPermissions.ManageGroups];

    public override IEnumerable<VerbName> Verbs => [new("organization.create", "Thêm cơ quan"), new("organization.named", "Thêm cơ quan mà văn bản nêu tên"), new("organization.follow", "Theo dõi thay cơ quan ngoài tỉnh"), new("organization.change", "Sửa cơ quan"), new("organization.earlier", "Lùi ngày hiệu lực của cơ quan"), new("organization.import", "Nhập danh mục đơn vị hành chính"),
        new("succession.record", "Ghi nhận sắp xếp tổ chức"), new("succession.create", "Ghi nhận sắp xếp tổ chức"), new("succession.withdraw", "Thu hồi ghi nhận sắp xếp tổ chức"), new("alias.create", "Ghi nhớ tên gọi khác"), new("alias.delete", "Bỏ tên gọi khác"),
        new("organization-group.create", "Thêm nhóm cơ quan"), new("organization-group.change", "Sửa nhóm cơ quan"), new("organization-group.end", "Kết thúc nhóm cơ quan"), new("organization-group.again", "Dùng lại nhóm cơ quan"), new("group-member.create", "Sửa thành viên nhóm"), new("group-member.change", "Sửa thành viên nhóm")];
}
