package main

import (
	"encoding/json"
	"errors"
	"math"
	"syscall/js"
	"unsafe"
)

// call is what JavaScript asked for.
type call struct {
	parameters []byte
	times      []float64
	values     []float64
	bytes      []byte
}

// result is what JavaScript gets: a body in JSON, samples beside it.
type result struct {
	body   any
	times  []float64
	values []float64
}

type handler func(*engine, call) (result, error)

var methods = map[string]handler{
	"configure":           method(configure),
	"parse":               method(parseExpression),
	"checkRuleFile":       method(checkRuleFile),
	"checkExposition":     method(checkExposition),
	"readExposition":      method(describeExposition),
	"openStorage":         method(openStorage),
	"append":              method(appendSeries),
	"scrape":              method(scrape),
	"instant":             method(instant),
	"range":               method(rangeQuery),
	"seriesCount":         method(seriesCount),
	"forgetBefore":        method(forgetBefore),
	"disposeStorage":      method(disposeStorage),
	"openRules":           method(openRules),
	"evaluateRules":       method(evaluateRules),
	"evaluateRulesInSpan": method(evaluateRulesInSpan),
	"disposeRules":        method(disposeRules),
}

func method[P any](run func(*engine, P, call) (result, error)) handler {
	return func(e *engine, c call) (result, error) {
		var parameters P
		if err := json.Unmarshal(c.parameters, &parameters); err != nil {
			return result{}, err
		}
		return run(e, parameters, c)
	}
}

// failure is an error whose kind becomes a class of its own in TypeScript.
type failure struct {
	kind    string
	message string
}

func (f *failure) Error() string { return f.message }

func kindOf(err error) string {
	var known *failure
	if errors.As(err, &known) {
		return known.kind
	}
	return "failed"
}

// number is a float64 that survives JSON when it is not finite.
type number float64

func (n number) MarshalJSON() ([]byte, error) {
	value := float64(n)
	switch {
	case math.IsNaN(value):
		return []byte(`"NaN"`), nil
	case math.IsInf(value, 1):
		return []byte(`"+Inf"`), nil
	case math.IsInf(value, -1):
		return []byte(`"-Inf"`), nil
	}
	return json.Marshal(value)
}

// floatsFrom copies the bytes of a Float64Array; WebAssembly and every platform that Node runs on are little endian.
func floatsFrom(array js.Value) []float64 {
	if array.IsUndefined() || array.IsNull() {
		return nil
	}
	size := array.Get("byteLength").Int()
	if size == 0 {
		return nil
	}
	floats := make([]float64, size/8)
	js.CopyBytesToGo(unsafe.Slice((*byte)(unsafe.Pointer(&floats[0])), size), array)
	return floats
}

func bytesFrom(array js.Value) []byte {
	if array.IsUndefined() || array.IsNull() {
		return nil
	}
	copied := make([]byte, array.Get("byteLength").Int())
	js.CopyBytesToGo(copied, array)
	return copied
}

func bytesOf(floats []float64) any {
	if len(floats) == 0 {
		return nil
	}
	size := len(floats) * 8
	array := js.Global().Get("Uint8Array").New(size)
	js.CopyBytesToJS(array, unsafe.Slice((*byte)(unsafe.Pointer(&floats[0])), size))
	return array
}
