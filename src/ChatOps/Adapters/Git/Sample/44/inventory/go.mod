module example.com/orders/inventory

go 1.22
