package main

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/template"
)

const templateVariables = "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}"

// outside is what a template can see of the server that evaluates its rule.
type outside struct {
	labels map[string]string
	text   string
	url    *url.URL
}

// expansions remembers expanded texts: over a span the same alert is expanded at every step, and parsing a template
// anew each time costs more than the query of its rule.
type expansions struct {
	alert    string
	outside  *outside
	texts    map[string]string
	maxTexts int
}

func newExpansions(alert string, seen *outside) *expansions {
	return &expansions{alert: alert, outside: seen, texts: map[string]string{}, maxTexts: 10_000}
}

func isTemplate(text string) bool { return strings.Contains(text, "{{") }

// asksQueries holds for a template that reads the storage, or calls something named like that.
func asksQueries(text string) bool { return isTemplate(text) && queryCall.MatchString(text) }

func (x *expansions) expand(text string, sample promql.Sample, at time.Time, query template.QueryFunc) string {
	if !isTemplate(text) {
		return text
	}
	if dependsOnTime(text) {
		return x.expandNow(text, sample, at, query)
	}
	value := ""
	if mayShowValue(text) {
		value = strconv.FormatUint(math.Float64bits(sample.F), 16)
	}
	key := text + "\xff" + value + "\xff" + labelKey(sample.Metric)
	known, ok := x.texts[key]
	if !ok {
		if len(x.texts) >= x.maxTexts {
			clear(x.texts)
		}
		known = x.expandNow(text, sample, at, query)
		x.texts[key] = known
	}
	return known
}

var (
	action       = regexp.MustCompile(`\{\{[^}]*\}\}`)
	queryCall    = regexp.MustCompile(`\bquery\b`)
	knownMention = regexp.MustCompile(`\$(labels|externalLabels|externalURL)\b(\.\w+)?`)
)

// mayShowValue is false only when the template mentions nothing but labels and the outside.
func mayShowValue(text string) bool {
	for _, found := range action.FindAllString(text, -1) {
		if strings.ContainsAny(knownMention.ReplaceAllString(found, ""), "$.") {
			return true
		}
	}
	return strings.Count(text, "{{") != len(action.FindAllString(text, -1))
}

func dependsOnTime(text string) bool {
	return queryCall.MatchString(text) || strings.Contains(text, "now")
}

func (x *expansions) expandNow(text string, sample promql.Sample, at time.Time, query template.QueryFunc) string {
	data := template.AlertTemplateData(sample.Metric.Map(), x.outside.labels, x.outside.text, sample)
	expander := template.NewTemplateExpander(context.Background(), templateVariables+text, "__alert_"+x.alert, data,
		model.Time(at.UnixMilli()), query, x.outside.url, nil)
	expanded, err := expander.Expand()
	if err != nil {
		return fmt.Sprintf("<error expanding template: %s>", err)
	}
	return expanded
}

func readOutside(externalLabels map[string]string, externalURL string) (*outside, error) {
	parsed, err := url.Parse(externalURL)
	if err != nil {
		return nil, &failure{"rules", fmt.Sprintf("the external URL %q cannot be read: %v", externalURL, err)}
	}
	return &outside{labels: labels.FromMap(externalLabels).Map(), text: externalURL, url: parsed}, nil
}
