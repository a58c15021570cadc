// The engine: Prometheus's own packages behind one function that JavaScript calls.
//
// The program registers signalboxCall(method, parameters, times, values, bytes) as a global and then waits. Parameters
// are JSON; samples travel beside them as the bytes of float64 arrays, because JSON is slow and has no NaN, and
// expositions as their bytes, because not all of them are text.
package main

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strings"
	"syscall/js"
)

func main() {
	engine := newEngine()
	js.Global().Set("signalboxCall", js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		return engine.answer(arguments[0].String(), call{
			parameters: []byte(arguments[1].String()),
			times:      floatsFrom(arguments[2]), values: floatsFrom(arguments[3]), bytes: bytesFrom(arguments[4]),
		})
	}))
	js.Global().Get("signalboxReady").Invoke(prometheusVersion())
	select {}
}

// prometheusVersion turns the module's version (v0.315.0) into the server's (3.15).
func prometheusVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, module := range info.Deps {
		if module.Path != "github.com/prometheus/prometheus" {
			continue
		}
		var minor, patch int
		if _, err := fmt.Sscanf(strings.TrimPrefix(module.Version, "v0."), "%d.%d", &minor, &patch); err != nil {
			return module.Version
		}
		if patch > 0 {
			return fmt.Sprintf("%d.%d.%d", minor/100, minor%100, patch)
		}
		return fmt.Sprintf("%d.%d", minor/100, minor%100)
	}
	return "unknown"
}

// answer runs one method and packs its result, or its error, for JavaScript.
func (e *engine) answer(method string, given call) (packed any) {
	defer func() {
		if cause := recover(); cause != nil {
			packed = packFailure("crash", fmt.Sprintf("%v\n%s", cause, debug.Stack()))
		}
	}()
	handle, known := methods[method]
	if !known {
		return packFailure("crash", fmt.Sprintf("the engine has no method %q", method))
	}
	result, err := handle(e, given)
	if err != nil {
		return packFailure(kindOf(err), err.Error())
	}
	body, err := json.Marshal(result.body)
	if err != nil {
		return packFailure("crash", err.Error())
	}
	return map[string]any{"body": string(body), "times": bytesOf(result.times), "values": bytesOf(result.values)}
}

func packFailure(kind, message string) any {
	return map[string]any{"failure": map[string]any{"kind": kind, "message": message}}
}
