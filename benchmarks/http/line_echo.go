// What line_echo.c does, as an action in Go does it: the line is read as JSON, the answer written
// as JSON.
//
//	go build -o build/benchmarks/line_echo benchmarks/http/line_echo.go
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"strconv"
	"strings"
)

func main() {
	size, err := strconv.Atoi(os.Getenv("ACTION_ANSWER"))
	if err != nil || size < 10 {
		size = 100
	}
	answer := map[string]any{"a": strings.Repeat("x", size-len("{\"a\":\"\"}\n"))}
	in := bufio.NewReader(os.Stdin)
	out := os.NewFile(3, "answers")
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var question map[string]any
		if json.Unmarshal(line, &question) != nil {
			answer["error"] = "no JSON"
		}
		text, err := json.Marshal(answer)
		if err != nil {
			panic(err)
		}
		if _, err = out.Write(append(text, '\n')); err != nil {
			return
		}
	}
}
