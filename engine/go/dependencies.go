package main

import (
	"fmt"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// output is what is known in advance of the series that a rule writes.
type output struct {
	rule  *rule
	names []string
	// fixed holds the labels whose values are certain.
	fixed map[string]string
}

func outputOf(r *rule) output {
	known := output{rule: r, names: []string{r.name}, fixed: map[string]string{}}
	r.labels.Range(func(l labels.Label) {
		if r.alerts == nil || !isTemplate(l.Value) {
			known.fixed[l.Name] = l.Value
		}
	})
	if r.alerts != nil {
		known.names = []string{"ALERTS", "ALERTS_FOR_STATE"}
		known.fixed[labels.AlertName] = r.name
		delete(known.fixed, "alertstate")
	}
	return known
}

// mayMatch is false only when no series of the output can match.
func (o output) mayMatch(matchers []*labels.Matcher) bool {
	named := false
	for _, name := range o.names {
		fits := true
		for _, matcher := range matchers {
			if matcher.Name == labels.MetricName && !matcher.Matches(name) {
				fits = false
			}
		}
		named = named || fits
	}
	if !named {
		return false
	}
	for _, matcher := range matchers {
		if value, certain := o.fixed[matcher.Name]; certain && !matcher.Matches(value) {
			return false
		}
	}
	return true
}

// mayOverlap is false only when the two outputs can share no series.
func (o output) mayOverlap(other output) bool {
	if o.names[0] != other.names[0] {
		return false
	}
	for name, value := range o.fixed {
		if known, certain := other.fixed[name]; certain && known != value {
			return false
		}
	}
	return true
}

// whyStepwise says why evaluating each rule over a whole span before the next one would not give what evaluating all
// rules at each step gives; it is empty when both give the same.
func whyStepwise(groups []*group) string {
	var outputs []output
	for _, group := range groups {
		for _, rule := range group.rules {
			if group.offset > 0 {
				return fmt.Sprintf("group %q has a query offset", group.name)
			}
			outputs = append(outputs, outputOf(rule))
		}
	}
	for i, own := range outputs {
		if own.rule.alerts != nil && own.rule.alerts.unknownQueries {
			return fmt.Sprintf("a template of %q asks a query that is known only when it is expanded", own.rule.name)
		}
		for _, read := range own.rule.reads() {
			if reason := looksElsewhere(own.rule, read, outputs); reason != "" {
				return reason
			}
		}
		for _, later := range outputs[i:] {
			for _, read := range own.rule.reads() {
				for _, matchers := range parser.ExtractSelectors(read) {
					if later.mayMatch(certain(matchers)) {
						return fmt.Sprintf("%q reads what %q writes after it", own.rule.name, later.rule.name)
					}
				}
			}
			if later.rule != own.rule && own.mayOverlap(later) {
				return fmt.Sprintf("two rules write %q", own.rule.name)
			}
		}
	}
	return ""
}

// reads are the rule's expression and the queries that its templates ask.
func (r *rule) reads() []parser.Expr {
	if r.alerts == nil {
		return []parser.Expr{r.expression}
	}
	return append([]parser.Expr{r.expression}, r.alerts.queries...)
}

// looksElsewhere finds times that a range query would resolve differently, or that lie ahead of the evaluation.
func looksElsewhere(r *rule, read parser.Expr, outputs []output) string {
	reason := ""
	parser.Inspect(read, func(visited parser.Node, _ []parser.Node) error {
		switch n := visited.(type) {
		case *parser.SubqueryExpr:
			if n.StartOrEnd != 0 || n.Timestamp != nil || n.OriginalOffset < 0 {
				reason = fmt.Sprintf("a subquery of %q has a time of its own", r.name)
			}
		case *parser.VectorSelector:
			if n.StartOrEnd != 0 {
				reason = fmt.Sprintf("%q uses @ start() or @ end()", r.name)
			}
			if n.Timestamp == nil && n.OriginalOffset >= 0 {
				return nil
			}
			for _, written := range outputs {
				if written.mayMatch(certain(n.LabelMatchers)) {
					reason = fmt.Sprintf("%q reads %q at a time of its own", r.name, written.rule.name)
				}
			}
		}
		return nil
	})
	return reason
}
