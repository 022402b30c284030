namespace Orders.Invoices;

public sealed record Line(string Article, int Quantity, decimal Price);

public sealed class Invoice(string customer, IReadOnlyList<Line> lines)
{
    public string Customer { get; } = customer;

    public decimal Total() => lines.Sum(line => line.Quantity * line.Price);

    public string Heading() => $"Invoice for {Customer.ToUpperInvariant()}";
}
