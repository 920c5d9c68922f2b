// Package inventory is the contended spot of the shop: look at Store.Reserve, which writes while it holds the mutex.
package inventory

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// full is how many units of an item Restock fills the shelf up to.
const full = 1_000_000

// Store counts the units on the shelf.
type Store struct {
	mu    sync.Mutex
	units map[string]int
}

// NewStore returns a store with full shelves.
func NewStore() *Store {
	return &Store{units: map[string]int{"mug": full, "shirt": full, "poster": full, "keyboard": full, "notebook": full}}
}

// Reserve takes units off the shelf. All orders queue here, since the mutex
// guards the journal too; writing it after Unlock would end the contention.
func (s *Store) Reserve(name string, quantity int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.units[name] < quantity {
		return fmt.Errorf("%q is sold out", name)
	}
	s.units[name] -= quantity
	writeJournal()
	return nil
}

// Restock fills the shelves once a second until ctx is done.
func (s *Store) Restock(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			s.fill()
		case <-ctx.Done():
			return
		}
	}
}

func (s *Store) fill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.units {
		s.units[name] = full
	}
}

// writeJournal stands for a write to a disk.
func writeJournal() {
	time.Sleep(50 * time.Microsecond)
}
