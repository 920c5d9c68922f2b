// Shop is a small web shop with a slow, a leaking and a contended spot: look at shop.routes in handlers.go first.
//
//	go run ./shop -load 8
//
// serves orders and profiles on http://127.0.0.1:8080 and sends itself requests from eight clients.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"delvescope.example/shop/inventory"
	"delvescope.example/shop/notify"
	"delvescope.example/shop/orders"
	"delvescope.example/shop/pricing"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "address to listen on; port 0 picks a free one")
	load := flag.Int("load", 0, "number of clients that send requests to the shop itself")
	flag.Parse()

	// Both profiles are off unless a program asks for them.
	runtime.SetMutexProfileFraction(5)                      // every fifth contention
	runtime.SetBlockProfileRate(int(10 * time.Microsecond)) // one sample per 10 µs blocked

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *addr, *load); err != nil {
		log.Fatal(err)
	}
}

// run serves until ctx is done, then lets the requests under way finish.
func run(ctx context.Context, addr string, load int) error {
	store := inventory.NewStore()
	go store.Restock(ctx)
	hub := notify.NewHub()
	engine := pricing.NewEngine(pricing.Promotions())
	s := &shop{orders: orders.NewService(store, engine, hub), hub: hub}

	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	url := "http://" + listener.Addr().String()
	fmt.Println("shop listens on", url)

	server := &http.Server{Handler: s.routes()}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	startLoad(ctx, url, load)

	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := server.Shutdown(grace); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	fmt.Println("shop has stopped")
	return nil
}
