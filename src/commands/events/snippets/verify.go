// Paste isSigned into your handler; its body is bytes as they came (io.ReadAll(r.Body)).
// Try it: WEBHOOK_SECRET=whsec_… go run verify.go SIGNATURE < body
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// isSigned says whether signature, r.Header.Get("X-Webhook-Signature"), is that of rawBody.
func isSigned(rawBody []byte, signature, secret string) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(rawBody) // never fails
	expected := hex.EncodeToString(mac.Sum(nil))
	// Constant-time; false when the lengths differ, so for a missing header too.
	return hmac.Equal([]byte(signature), []byte(expected))
}

func run() int {
	secret := os.Getenv("WEBHOOK_SECRET")
	if secret == "" {
		fmt.Fprintln(os.Stderr, "WEBHOOK_SECRET is not set")
		return 2
	}
	rawBody, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	signature := ""
	if len(os.Args) > 1 {
		signature = os.Args[1]
	}
	if !isSigned(rawBody, signature, secret) {
		fmt.Println("invalid") // answer 401
		return 1
	}
	fmt.Println("valid")
	// Only what is signed is parsed.
	var event struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(rawBody, &event); err != nil {
		fmt.Fprintln(os.Stderr, "the body is no event:", err) // answer 400
	} else {
		fmt.Fprintln(os.Stderr, "event:", event.Type)
	}
	return 0
}

func main() {
	os.Exit(run())
}
