import type { Request, Response } from "express";

interface Order {
  id: string;
  customer?: { name: string; email: string };
  items: { sku: string; quantity: number }[];
}

export async function showOrder(request: Request, response: Response): Promise<void> {
  const order = await loadOrder(request.params.id);
  response.json({ id: order.id, title: titleOf(order), items: order.items.length });
}

export function titleOf(order: Order): string {
  return `Order of ${order.customer!.name}`;
}

async function loadOrder(id: string): Promise<Order> {
  const answer = await fetch(`${process.env.ORDERS_URL}/orders/${id}`);
  return (await answer.json()) as Order;
}
