// Package orders joins the other packages: look at Service.Place, where every order passes.
package orders

import (
	"context"
	"fmt"
	"runtime/trace"
	"slices"
	"sync"

	"delvescope.example/shop/inventory"
	"delvescope.example/shop/notify"
	"delvescope.example/shop/pricing"
)

// remembered is the number of receipts kept; in a heap profile they are most of what is in use.
const remembered = 10_000

// Receipt says what was sold.
type Receipt struct {
	Tenant   string         `json:"tenant"`
	Item     string         `json:"item"`
	Quantity int            `json:"quantity"`
	Cents    int            `json:"cents"`
	Basket   []pricing.Item `json:"-"`
}

// Service places orders.
type Service struct {
	store *inventory.Store
	price *pricing.Engine
	hub   *notify.Hub
	items map[string]pricing.Item

	mu       sync.Mutex
	receipts [remembered]*Receipt // a ring
	next     int
}

// NewService returns a service which sells the items of the catalog.
func NewService(store *inventory.Store, price *pricing.Engine, hub *notify.Hub) *Service {
	items := make(map[string]pricing.Item)
	for _, item := range pricing.Catalog() {
		items[item.Name] = item
	}
	return &Service{store: store, price: price, hub: hub, items: items}
}

// Place reserves, prices and announces an order, one runtime/trace region each.
func (s *Service) Place(ctx context.Context, tenant, name string, quantity int) (*Receipt, error) {
	item, ok := s.items[name]
	if !ok || quantity < 1 || quantity > 1000 {
		return nil, fmt.Errorf("the shop does not sell %d of %q", quantity, name)
	}
	var err error
	trace.WithRegion(ctx, "reserve", func() { err = s.store.Reserve(name, quantity) })
	if err != nil {
		return nil, err
	}
	receipt := &Receipt{Tenant: tenant, Item: name, Quantity: quantity, Basket: slices.Repeat([]pricing.Item{item}, quantity)}
	trace.WithRegion(ctx, "price", func() { receipt.Cents = s.price.Apply(receipt.Basket) })
	s.remember(receipt)
	s.hub.Publish(tenant, name)
	return receipt, nil
}

func (s *Service) remember(receipt *Receipt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.receipts[s.next] = receipt
	s.next = (s.next + 1) % remembered
}
