using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace LanToa.Platform.Ui.Binding;

/// <summary>Forms are filled in as Vietnamese officials write: dates ngày/tháng/năm, decimals after a comma, and messages that say what to do.</summary>
public static class VietnameseBinding
{
    public static void Configure(MvcOptions mvc)
    {
        mvc.ModelBinderProviders.Insert(0, new ValueBinderProvider());
        mvc.ModelBinderProviders.Insert(1, new TextBinderProvider());
        var say = mvc.ModelBindingMessageProvider;
        say.SetValueIsInvalidAccessor(value => $"“{value}” không hợp lệ. Hãy nhập lại.");
        say.SetAttemptedValueIsInvalidAccessor((value, _) => $"“{value}” không hợp lệ. Hãy nhập lại.");
        say.SetNonPropertyAttemptedValueIsInvalidAccessor(value => $"“{value}” không hợp lệ. Hãy nhập lại.");
        say.SetUnknownValueIsInvalidAccessor(_ => "Giá trị này không hợp lệ. Hãy nhập lại.");
        say.SetNonPropertyUnknownValueIsInvalidAccessor(() => "Giá trị này không hợp lệ. Hãy nhập lại.");
        say.SetValueMustBeANumberAccessor(_ => "Hãy nhập một số, ví dụ 12.");
        say.SetNonPropertyValueMustBeANumberAccessor(() => "Hãy nhập một số, ví dụ 12.");
        say.SetValueMustNotBeNullAccessor(_ => "Bạn chưa nhập mục này.");
        say.SetMissingBindRequiredValueAccessor(_ => "Bạn chưa nhập mục này.");
        say.SetMissingKeyOrValueAccessor(() => "Bạn chưa nhập mục này.");
        say.SetMissingRequestBodyRequiredValueAccessor(() => "Yêu cầu không có nội dung.");
    }

    private sealed class ValueBinderProvider : IModelBinderProvider
    {
        private static readonly ValueBinder Dates = new("Bạn chưa nhập ngày.", VietnameseFormat.WhyNotDate, text => VietnameseFormat.TryParseDate(text, out var date) ? date : null);

        private static readonly ValueBinder Decimals = Numbers(number => number), Doubles = Numbers(number => (double)number);

        public IModelBinder? GetBinder(ModelBinderProviderContext context) => context.Metadata.UnderlyingOrModelType switch
        {
            var type when type == typeof(DateOnly) => Dates,
            var type when type == typeof(decimal) => Decimals,
            var type when type == typeof(double) => Doubles,
            _ => null,
        };

        // Numbers with decimals: the framework reads them with the culture of machines, in which "0,5" is five.
        private static ValueBinder Numbers(Func<decimal, object> of) => new("Bạn chưa nhập số.", text => $"“{text}” không phải một số. Hãy nhập chữ số, phần lẻ sau dấu phẩy, ví dụ 12 hoặc 0,25.",
            text => VietnameseFormat.TryParseDecimal(text, out var number) ? of(number) : null);
    }

    /// <summary>A value written as text: nothing is null where that may be, and what cannot be read is said in words (Vietnamese) and kept as typed.</summary>
    private sealed class ValueBinder(string missing, Func<string, string> wrong, Func<string, object?> read) : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext context)
        {
            var given = context.ValueProvider.GetValue(context.ModelName);
            if (given == ValueProviderResult.None) return Task.CompletedTask;
            context.ModelState.SetModelValue(context.ModelName, given);
            var text = given.FirstValue?.Trim();
            if (string.IsNullOrEmpty(text))
            {
                if (context.ModelMetadata.IsReferenceOrNullableType) context.Result = ModelBindingResult.Success(null);
                else context.ModelState.TryAddModelError(context.ModelName, missing);
            }
            else if (read(text) is { } value) context.Result = ModelBindingResult.Success(value);
            else context.ModelState.TryAddModelError(context.ModelName, wrong(text));
            return Task.CompletedTask;
        }
    }

    private sealed class TextBinderProvider : IModelBinderProvider
    {
        public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
            context.Metadata.ModelType == typeof(string) && context.BindingInfo.BindingSource?.CanAcceptDataFrom(BindingSource.Body) != true ? new TextBinder() : null;
    }

    /// <summary>As the framework binds text, without the zero character: nobody types it, and PostgreSQL keeps none.</summary>
    private sealed class TextBinder : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext context)
        {
            var given = context.ValueProvider.GetValue(context.ModelName);
            if (given == ValueProviderResult.None) return Task.CompletedTask;
            context.ModelState.SetModelValue(context.ModelName, given);
            var text = given.FirstValue?.Replace("\0", "", StringComparison.Ordinal);
            context.Result = ModelBindingResult.Success(context.ModelMetadata.ConvertEmptyStringToNull && string.IsNullOrWhiteSpace(text) ? null : text);
            return Task.CompletedTask;
        }
    }
}
