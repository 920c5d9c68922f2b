// Look here for what the requests of -load are: orders without pause, and a subscription every half second.
package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"time"

	"delvescope.example/shop/pricing"
)

var tenants = []string{"acme", "globex", "initech", "umbrella"}

// startLoad starts clients which send requests to the shop at url until ctx is done.
func startLoad(ctx context.Context, url string, clients int) {
	if clients == 0 {
		return
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients + 1}}
	for range clients {
		go sendOrders(ctx, client, url)
	}
	go sendSubscriptions(ctx, client, url)
}

func sendOrders(ctx context.Context, client *http.Client, url string) {
	items := pricing.Catalog()
	for ctx.Err() == nil {
		item := items[rand.IntN(len(items))].Name
		get(ctx, client, fmt.Sprintf("%s/order?tenant=%s&item=%s&quantity=%d", url, anyTenant(), item, 1+rand.IntN(40)))
	}
}

func sendSubscriptions(ctx context.Context, client *http.Client, url string) {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			get(ctx, client, url+"/subscribe?tenant="+anyTenant())
		case <-ctx.Done():
			return
		}
	}
}

// get ignores failures: the shop may be stopping, and an item may be sold out.
func get(ctx context.Context, client *http.Client, url string) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return
	}
	response, err := client.Do(request)
	if err != nil {
		return
	}
	defer response.Body.Close()
	io.Copy(io.Discard, response.Body)
}

func anyTenant() string {
	return tenants[rand.IntN(len(tenants))]
}
