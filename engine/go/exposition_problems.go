package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"regexp"
	"strconv"
	"unicode/utf8"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/labels"
)

type expositionProblem struct {
	Kind    string `json:"kind"`
	Message string `json:"message"`
	Line    int    `json:"line,omitempty"`
	After   string `json:"after,omitempty"`
	Metric  string `json:"metric,omitempty"`
	Series  string `json:"series,omitempty"`
}

func (e *expositionError) problem() expositionProblem {
	return expositionProblem{Kind: e.kind, Message: e.Error(), Line: e.line, After: e.after, Metric: e.metric, Series: e.series}
}

// problems finds what a server accepts of an exposition and yet does not store, and what breaks a convention.
func (e exposition) problems(body []byte, contentType string) []expositionProblem {
	found := append([]expositionProblem{}, e.duplicates()...)
	for _, sample := range e.samples {
		for _, given := range sample.exemplars {
			if length := exemplarLength(given); length > exemplar.ExemplarMaxLabelSetLength {
				found = append(found, sample.problem("exemplar", fmt.Sprintf(
					"the labels of an exemplar have %d characters; Prometheus drops an exemplar with more than %d",
					length, exemplar.ExemplarMaxLabelSetLength)))
			}
		}
	}
	return append(found, lint(body, contentType)...)
}

func (s exposed) problem(kind, message string) expositionProblem {
	return expositionProblem{
		Kind: kind, Message: message, Line: s.line, Metric: s.labels.Get(labels.MetricName), Series: s.labels.String(),
	}
}

func (e exposition) duplicates() []expositionProblem {
	var found []expositionProblem
	firstLine := map[string]int{}
	for _, sample := range e.samples {
		if sample.time != nil {
			continue
		}
		key := labelKey(sample.labels)
		first, seen := firstLine[key]
		if !seen {
			firstLine[key] = sample.line
			continue
		}
		place := ""
		if first > 0 {
			place = fmt.Sprintf(", first on line %d", first)
		}
		found = append(found, sample.problem("duplicate",
			fmt.Sprintf("series %s is exposed twice%s; Prometheus keeps the first sample", sample.labels, place)))
	}
	return found
}

func exemplarLength(given exemplar.Exemplar) int {
	length := 0
	given.Labels.Range(func(l labels.Label) { length += utf8.RuneCountInString(l.Name) + utf8.RuneCountInString(l.Value) })
	return length
}

var lintPosition = regexp.MustCompile(`in line (\d+)`)

// lint finds what `promtool check metrics` finds. It reads text and protobuf; there is no linter of OpenMetrics.
func lint(body []byte, contentType string) []expositionProblem {
	families, err := metricFamilies(body, contentType)
	if err != nil {
		problem := expositionProblem{Kind: "lint", Message: err.Error()}
		if position := lintPosition.FindStringSubmatch(err.Error()); position != nil {
			problem.Line, _ = strconv.Atoi(position[1])
		}
		return []expositionProblem{problem}
	}
	findings, err := promlint.NewWithMetricFamilies(families).Lint()
	if err != nil {
		return []expositionProblem{{Kind: "lint", Message: err.Error()}}
	}
	var problems []expositionProblem
	for _, finding := range findings {
		problems = append(problems, expositionProblem{Kind: "lint", Message: finding.Text, Metric: finding.Metric})
	}
	return problems
}

func metricFamilies(body []byte, contentType string) ([]*dto.MetricFamily, error) {
	format := expfmt.NewFormat(expfmt.TypeTextPlain)
	mediaType, parameters, _ := mime.ParseMediaType(contentType)
	switch mediaType {
	case openMetrics:
		return nil, nil
	case protobuf:
		format = expfmt.NewFormat(expfmt.TypeProtoDelim)
	}
	if parameters["escaping"] == model.AllowUTF8 {
		format = format.WithEscapingScheme(model.NoEscaping)
	}
	decoder := expfmt.NewDecoder(bytes.NewReader(body), format)
	var families []*dto.MetricFamily
	for {
		decoded := &dto.MetricFamily{}
		if err := decoder.Decode(decoded); errors.Is(err, io.EOF) {
			return families, nil
		} else if err != nil {
			return nil, err
		}
		families = append(families, decoded)
	}
}
