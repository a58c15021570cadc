package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
)

// ruleSet is a rule file with the state that its evaluations leave behind.
type ruleSet struct {
	groups []*group
	// stepwise is why the rules cannot be evaluated one range query each; empty when they can.
	stepwise string
}

type group struct {
	name     string
	interval time.Duration
	offset   time.Duration
	limit    int
	rules    []*rule
}

type rule struct {
	name       string
	expression parser.Expr
	text       string
	labels     labels.Labels
	// alerts is nil in a recording rule.
	alerts *alerts
	// previous holds the series that the last evaluation wrote.
	previous map[string]*series
}

type rulesParameters struct {
	Yaml            string            `json:"yaml"`
	ExternalLabels  map[string]string `json:"externalLabels"`
	ExternalURL     string            `json:"externalUrl"`
	IntervalSeconds float64           `json:"intervalSeconds"`
}

type ruleDescription struct {
	Kind                 string            `json:"kind"`
	Name                 string            `json:"name"`
	Expression           string            `json:"expression"`
	Labels               map[string]string `json:"labels"`
	Annotations          map[string]string `json:"annotations,omitempty"`
	ForSeconds           float64           `json:"forSeconds"`
	KeepFiringForSeconds float64           `json:"keepFiringForSeconds"`
}

type groupDescription struct {
	Name            string            `json:"name"`
	IntervalSeconds float64           `json:"intervalSeconds"`
	Rules           []ruleDescription `json:"rules"`
}

type rulesBody struct {
	Handle int                `json:"handle"`
	Groups []groupDescription `json:"groups"`
}

func openRules(e *engine, p rulesParameters, _ call) (result, error) {
	file, problems := e.readRuleFile(p.Yaml)
	if len(problems) > 0 {
		described, err := json.Marshal(problems)
		if err != nil {
			return result{}, err
		}
		return result{}, &failure{"rules-invalid", string(described)}
	}
	seen, err := readOutside(p.ExternalLabels, p.ExternalURL)
	if err != nil {
		return result{}, err
	}
	opened := &ruleSet{}
	body := rulesBody{Handle: e.nextHandle(), Groups: []groupDescription{}}
	for _, read := range file.Groups {
		added, description, err := e.openGroup(read, seen, time.Duration(p.IntervalSeconds*float64(time.Second)))
		if err != nil {
			return result{}, err
		}
		opened.groups = append(opened.groups, added)
		body.Groups = append(body.Groups, description)
	}
	opened.stepwise = whyStepwise(opened.groups)
	e.rules[body.Handle] = opened
	return result{body: body}, nil
}

func (e *engine) openGroup(read rulefmt.RuleGroup, seen *outside, interval time.Duration) (*group, groupDescription, error) {
	opened := &group{name: read.Name, interval: interval, limit: read.Limit}
	if read.Interval != 0 {
		opened.interval = time.Duration(read.Interval)
	}
	if read.QueryOffset != nil {
		opened.offset = time.Duration(*read.QueryOffset)
	}
	description := groupDescription{Name: read.Name, IntervalSeconds: opened.interval.Seconds(), Rules: []ruleDescription{}}
	for _, from := range read.Rules {
		expression, err := e.parser.ParseExpr(from.Expr)
		if err != nil {
			return nil, description, err
		}
		all := maps.Clone(read.Labels)
		if all == nil {
			all = map[string]string{}
		}
		maps.Copy(all, from.Labels)
		added := &rule{name: from.Record, expression: expression, text: expression.String(), labels: labels.FromMap(all), previous: map[string]*series{}}
		kind := "record"
		if from.Alert != "" {
			kind, added.name = "alert", from.Alert
			added.alerts = newAlerts(from, added.labels, seen, e.parser)
		}
		opened.rules = append(opened.rules, added)
		description.Rules = append(description.Rules, ruleDescription{
			Kind: kind, Name: added.name, Expression: from.Expr, Labels: all, Annotations: from.Annotations,
			ForSeconds: time.Duration(from.For).Seconds(), KeepFiringForSeconds: time.Duration(from.KeepFiringFor).Seconds(),
		})
	}
	return opened, description, nil
}

type rulesHandle struct {
	Rules int `json:"rules"`
}

func (e *engine) ruleSet(handle int) (*ruleSet, error) {
	opened, ok := e.rules[handle]
	if !ok {
		return nil, &failure{"storage-lost", fmt.Sprintf("rule set %d is not open", handle)}
	}
	return opened, nil
}

func disposeRules(e *engine, p rulesHandle, _ call) (result, error) {
	delete(e.rules, p.Rules)
	return result{}, nil
}

// recorded gives a sample or series of a recording rule's result the labels that it is stored under.
func (r *rule) recorded(from labels.Labels) labels.Labels {
	builder := labels.NewBuilder(from)
	builder.Set(labels.MetricName, r.name)
	r.labels.Range(func(l labels.Label) { builder.Set(l.Name, l.Value) })
	return builder.Labels()
}

// write appends what a rule returned at one time, and marks as stale what it returned before and not now.
func (r *rule) write(into *memory, at int64, vector promql.Vector) error {
	var refused error
	returned := make(map[string]*series, len(vector))
	for _, sample := range vector {
		to := into.series(sample.Metric)
		switch to.addSample(at, sample.F, sample.H) {
		case inOrder:
			returned[labelKey(sample.Metric)] = to
		case sameTime:
			if to.endsWith(sample.F, sample.H) {
				returned[labelKey(sample.Metric)] = to
			} else {
				refused = fmt.Errorf("%w: %s is written by more than one rule", storage.ErrDuplicateSampleForTimestamp, sample.Metric)
			}
		case tooLate:
			refused = fmt.Errorf("%w: %s has later samples", storage.ErrOutOfOrderSample, sample.Metric)
		}
	}
	for key, gone := range r.previous {
		if _, still := returned[key]; !still {
			gone.add(at, stale)
		}
	}
	r.previous = returned
	return refused
}
