package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
)

// exposed is one sample of an exposition; time is nil when the exposition gives none.
type exposed struct {
	labels labels.Labels
	time   *int64
	value  float64
	line   int
}

// expositionError is what makes Prometheus refuse an exposition. The line is 0 when no line is at fault.
type expositionError struct {
	kind string
	line int
	err  error
}

func (e *expositionError) Error() string { return e.err.Error() }

// readExposition parses a whole exposition as a server with default settings does: no fallback for a missing
// Content-Type, native histograms ignored, `le` and `quantile` normalised.
func readExposition(body []byte, contentType string) ([]exposed, *expositionError) {
	parser, err := textparse.New(body, contentType, labels.NewSymbolTable(), textparse.ParserOptions{IgnoreNativeHistograms: true})
	if parser == nil || err != nil {
		return nil, &expositionError{kind: "content-type", err: err}
	}
	lines := linesWithText(body)
	var samples []exposed
	for entries := 0; ; entries++ {
		entry, err := parser.Next()
		if errors.Is(err, io.EOF) {
			return samples, nil
		}
		line := lineOf(lines, entries)
		if err != nil {
			return nil, &expositionError{kind: "syntax", line: line, err: err}
		}
		if entry != textparse.EntrySeries {
			continue
		}
		_, time, value := parser.Series()
		sample := exposed{value: value, line: line}
		if time != nil {
			copied := *time
			sample.time = &copied
		}
		parser.Labels(&sample.labels)
		if !sample.labels.Has(labels.MetricName) || !sample.labels.IsValid(model.UTF8Validation) {
			return nil, &expositionError{kind: "syntax", line: line, err: fmt.Errorf("invalid metric name or label names: %s", sample.labels)}
		}
		samples = append(samples, sample)
	}
}

// linesWithText lists the lines on which the parser finds an entry, so that the number of entries gives the line.
func linesWithText(body []byte) []int {
	var lines []int
	for i, text := range strings.Split(string(body), "\n") {
		if strings.TrimSpace(text) != "" {
			lines = append(lines, i+1)
		}
	}
	return lines
}

func lineOf(lines []int, entry int) int {
	if entry < len(lines) {
		return lines[entry]
	}
	if len(lines) > 0 {
		return lines[len(lines)-1]
	}
	return 0
}

type expositionParameters struct {
	Body        string `json:"body"`
	ContentType string `json:"contentType"`
}

type expositionProblem struct {
	Kind    string `json:"kind"`
	Message string `json:"message"`
	Line    int    `json:"line,omitempty"`
	Metric  string `json:"metric,omitempty"`
	Series  string `json:"series,omitempty"`
}

func checkExposition(_ *engine, p expositionParameters, _ call) (result, error) {
	problems := []expositionProblem{}
	samples, refused := readExposition([]byte(p.Body), p.ContentType)
	if refused != nil {
		problems = append(problems, expositionProblem{Kind: refused.kind, Message: refused.Error(), Line: refused.line})
		return result{body: problems}, nil
	}
	firstLine := map[string]int{}
	for _, sample := range samples {
		if sample.time != nil {
			continue
		}
		key := labelKey(sample.labels)
		if first, seen := firstLine[key]; seen {
			problems = append(problems, expositionProblem{
				Kind: "duplicate", Line: sample.line, Metric: sample.labels.Get(labels.MetricName), Series: sample.labels.String(),
				Message: fmt.Sprintf("series %s is exposed twice, first on line %d; Prometheus keeps the first sample", sample.labels, first),
			})
			continue
		}
		firstLine[key] = sample.line
	}
	if strings.Contains(p.ContentType, "text/plain") {
		problems = append(problems, lint(p.Body)...)
	}
	return result{body: problems}, nil
}

var lintPosition = regexp.MustCompile(`in line (\d+)`)

func lint(body string) []expositionProblem {
	found, err := promlint.New(strings.NewReader(body)).Lint()
	if err != nil {
		problem := expositionProblem{Kind: "lint", Message: err.Error()}
		if position := lintPosition.FindStringSubmatch(err.Error()); position != nil {
			problem.Line, _ = strconv.Atoi(position[1])
		}
		return []expositionProblem{problem}
	}
	var problems []expositionProblem
	for _, finding := range found {
		problems = append(problems, expositionProblem{Kind: "lint", Message: finding.Text, Metric: finding.Metric})
	}
	return problems
}
