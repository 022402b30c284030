// Package main keeps the stock of each article.
package main

import "fmt"

type Stock struct {
	levels map[string]int
}

// Reserve takes quantity of an article off the shelf.
func (s *Stock) Reserve(sku string, quantity int) error {
	if s.levels[sku] < quantity {
		return fmt.Errorf("only %d of %s left", s.levels[sku], sku)
	}
	s.levels[sku] -= quantity
	return nil
}

func main() {
	var stock Stock
	if err := stock.Reserve("SKU-1", 1); err != nil {
		fmt.Println(err)
	}
}
