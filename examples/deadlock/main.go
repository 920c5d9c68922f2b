// Deadlock ends in a cycle of three goroutines: look at what transfer, approve and audit hold and wait for.
//
//	transfer  holds accounts,  receives from approvals
//	approve   would send to approvals, but waits for journal
//	audit     holds journal,   waits for accounts
//
// The program stays alive, so that a debugger can attach to it:
//
//	go run ./deadlock
//
// With -fatal, nothing keeps it alive, and the runtime reports "all goroutines are asleep - deadlock!".
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"time"
)

// bank is what the three goroutines share.
type bank struct {
	accounts  sync.Mutex
	journal   sync.Mutex
	approvals chan int

	// held is done when transfer and audit hold their first mutex: from there, the deadlock is certain.
	held     sync.WaitGroup
	finished sync.WaitGroup
}

func main() {
	fatal := flag.Bool("fatal", false, "let the runtime find the deadlock and end the program")
	flag.Parse()

	b := &bank{approvals: make(chan int)}
	b.held.Add(2)
	b.finished.Add(3)
	go b.transfer()
	go b.approve()
	go b.audit()

	if *fatal {
		b.finished.Wait()
		return
	}
	waitForInterrupt()
}

func (b *bank) transfer() {
	defer b.finished.Done()
	b.accounts.Lock()
	defer b.accounts.Unlock()
	b.held.Done()
	amount := <-b.approvals // waits for approve
	fmt.Println("transferred", amount)
}

func (b *bank) approve() {
	defer b.finished.Done()
	b.held.Wait()
	b.journal.Lock() // waits for audit
	defer b.journal.Unlock()
	b.approvals <- 100
}

func (b *bank) audit() {
	defer b.finished.Done()
	b.journal.Lock()
	defer b.journal.Unlock()
	b.held.Done()
	b.held.Wait()
	b.accounts.Lock() // waits for transfer
	defer b.accounts.Unlock()
	fmt.Println("audited")
}

// waitForInterrupt keeps the program alive: as long as a timer may fire, the runtime sees no deadlock.
func waitForInterrupt() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	fmt.Printf("deadlock runs as process %d; stop it with Ctrl+C\n", os.Getpid())
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			fmt.Println("nothing has happened for another ten seconds")
		case <-ctx.Done():
			return
		}
	}
}
