package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/prometheus/promql"
)

type ruleOutcome struct {
	Group   string `json:"group"`
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Error   string `json:"error,omitempty"`
	Samples int    `json:"samples"`
}

type alertInstance struct {
	Group          string            `json:"group"`
	Name           string            `json:"name"`
	State          alertState        `json:"state"`
	Labels         map[string]string `json:"labels"`
	Annotations    map[string]string `json:"annotations"`
	ActiveAtMillis int64             `json:"activeAtMillis"`
	FiredAtMillis  *int64            `json:"firedAtMillis,omitempty"`
	Value          number            `json:"value"`
}

type evaluationParameters struct {
	storageHandle
	rulesHandle
	TimeMillis float64 `json:"timeMillis"`
}

type evaluationBody struct {
	Rules  []ruleOutcome   `json:"rules"`
	Alerts []alertInstance `json:"alerts"`
}

func evaluateRules(e *engine, p evaluationParameters, _ call) (result, error) {
	set, err := e.ruleSet(p.Rules)
	if err != nil {
		return result{}, err
	}
	storage, err := e.storage(p.Storage)
	if err != nil {
		return result{}, err
	}
	at := time.UnixMilli(int64(p.TimeMillis)).UTC()
	body := evaluationBody{Rules: []ruleOutcome{}, Alerts: []alertInstance{}}
	for _, group := range set.groups {
		for _, rule := range group.rules {
			outcome := ruleOutcome{Group: group.name, Name: rule.name, Kind: rule.kind()}
			written, err := e.evaluate(rule, group, storage, at)
			if err != nil {
				outcome.Error = err.Error()
			}
			outcome.Samples = written
			body.Rules = append(body.Rules, outcome)
			body.Alerts = append(body.Alerts, rule.activeAlerts(group.name)...)
		}
	}
	return result{body: body}, nil
}

func (r *rule) kind() string {
	if r.alerts != nil {
		return "alert"
	}
	return "record"
}

// evaluate runs one rule at one time and writes its result. After an error nothing is written, nor marked as stale.
func (e *engine) evaluate(r *rule, of *group, storage *memory, at time.Time) (int, error) {
	vector, err := e.vector(storage)(context.Background(), r.text, at.Add(-of.offset))
	if err != nil {
		return 0, err
	}
	return e.conclude(r, of, storage, at, vector)
}

// conclude turns the result of a rule's query into samples and writes them.
func (e *engine) conclude(r *rule, of *group, storage *memory, at time.Time, vector promql.Vector) (int, error) {
	var samples promql.Vector
	var err error
	if r.alerts != nil {
		samples, err = r.alerts.step(at, of.offset, vector, of.limit, e.vector(storage))
	} else {
		samples, err = r.record(vector, of.limit)
	}
	if err != nil {
		return 0, err
	}
	return len(samples), r.write(storage, at.Add(-of.offset).UnixMilli(), samples)
}

func (r *rule) record(vector promql.Vector, limit int) (promql.Vector, error) {
	samples := make(promql.Vector, 0, len(vector))
	for _, sample := range vector {
		samples = append(samples, promql.Sample{Metric: r.recorded(sample.Metric), T: sample.T, F: sample.F, H: sample.H})
	}
	if samples.ContainsSameLabelset() {
		return nil, errors.New("vector contains metrics with the same labelset after applying rule labels")
	}
	if limit > 0 && len(samples) > limit {
		return nil, fmt.Errorf("exceeded limit of %d with %d series", limit, len(samples))
	}
	return samples, nil
}

func (r *rule) activeAlerts(groupName string) []alertInstance {
	if r.alerts == nil {
		return nil
	}
	var found []alertInstance
	for _, key := range sortedKeys(r.alerts.active) {
		current := r.alerts.active[key]
		if current.state == inactive {
			continue
		}
		found = append(found, alertInstance{
			Group: groupName, Name: r.name, State: current.state, Labels: current.labels.Map(), Annotations: current.annotations.Map(),
			ActiveAtMillis: current.activeAt.UnixMilli(), FiredAtMillis: millisOf(current.firedAt), Value: number(current.value),
		})
	}
	return found
}

func millisOf(at time.Time) *int64 {
	if at.IsZero() {
		return nil
	}
	millis := at.UnixMilli()
	return &millis
}
