package main

import (
	"errors"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/promql/parser/posrange"
)

type parseParameters struct {
	Expression string `json:"expression"`
}

type parseProblem struct {
	Message string `json:"message"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
}

type parsed struct {
	Ok        bool           `json:"ok"`
	Ast       node           `json:"ast,omitempty"`
	Formatted string         `json:"formatted,omitempty"`
	Problems  []parseProblem `json:"problems,omitempty"`
}

func parseExpression(e *engine, p parseParameters, _ call) (result, error) {
	offsets := offsetsIn(p.Expression)
	expression, err := e.parser.ParseExpr(p.Expression)
	if err == nil {
		tree := describer{offsets}.node(expression)
		return result{body: parsed{Ok: true, Ast: tree, Formatted: parser.Prettify(expression)}}, nil
	}
	var problems parser.ParseErrors
	if !errors.As(err, &problems) {
		return result{body: parsed{Problems: []parseProblem{{Message: err.Error(), End: offsets.at(len(p.Expression))}}}}, nil
	}
	described := parsed{}
	for _, problem := range problems {
		described.Problems = append(described.Problems, parseProblem{
			Message: problem.Err.Error(),
			Start:   offsets.at(int(problem.PositionRange.Start)),
			End:     offsets.at(int(problem.PositionRange.End)),
		})
	}
	return result{body: described}, nil
}

// node is one node of the tree as TypeScript sees it; the fields depend on its kind.
type node map[string]any

type describer struct{ offsets utf16Offsets }

func (d describer) position(of posrange.PositionRange) map[string]int {
	return map[string]int{"start": d.offsets.at(int(of.Start)), "end": d.offsets.at(int(of.End))}
}

func (d describer) node(expression parser.Expr) node {
	described := d.fields(expression)
	described["type"] = string(expression.Type())
	described["position"] = d.position(expression.PositionRange())
	return described
}

func (d describer) fields(expression parser.Expr) node {
	switch e := expression.(type) {
	case *parser.NumberLiteral:
		return node{"kind": "number", "value": number(e.Val)}
	case *parser.StringLiteral:
		return node{"kind": "string", "value": e.Val}
	case *parser.VectorSelector:
		selector := node{"kind": "selector", "matchers": matchersOf(e)}
		if name := metricOf(e); name != "" {
			selector["metric"] = name
		}
		addTiming(selector, e.OriginalOffset, e.Timestamp, e.StartOrEnd)
		return selector
	case *parser.MatrixSelector:
		return node{"kind": "range", "selector": d.node(e.VectorSelector), "rangeSeconds": e.Range.Seconds()}
	case *parser.SubqueryExpr:
		subquery := node{"kind": "subquery", "expression": d.node(e.Expr), "rangeSeconds": e.Range.Seconds()}
		if e.Step > 0 {
			subquery["stepSeconds"] = e.Step.Seconds()
		}
		addTiming(subquery, e.OriginalOffset, e.Timestamp, e.StartOrEnd)
		return subquery
	case *parser.Call:
		arguments := make([]node, 0, len(e.Args))
		for _, argument := range e.Args {
			arguments = append(arguments, d.node(argument))
		}
		return node{"kind": "call", "function": e.Func.Name, "arguments": arguments}
	case *parser.AggregateExpr:
		return d.aggregation(e)
	case *parser.BinaryExpr:
		return d.binary(e)
	case *parser.UnaryExpr:
		return node{"kind": "unary", "operator": e.Op.String(), "expression": d.node(e.Expr)}
	case *parser.ParenExpr:
		return node{"kind": "parentheses", "expression": d.node(e.Expr)}
	}
	panic("unknown node in an expression: " + expression.String())
}

func (d describer) aggregation(e *parser.AggregateExpr) node {
	described := node{"kind": "aggregation", "operator": e.Op.String(), "expression": d.node(e.Expr)}
	grouping := append([]string{}, e.Grouping...)
	switch {
	case e.Without:
		described["without"] = grouping
	case e.Grouping != nil:
		described["by"] = grouping
	}
	if e.Param != nil {
		described["parameter"] = d.node(e.Param)
	}
	return described
}

func (d describer) binary(e *parser.BinaryExpr) node {
	described := node{
		"kind": "binary", "operator": e.Op.String(), "returnsBool": e.ReturnBool,
		"left": d.node(e.LHS), "right": d.node(e.RHS),
	}
	if matching := e.VectorMatching; matching != nil {
		described["matching"] = node{
			"card": matching.Card.String(), "on": matching.On,
			"labels":  append([]string{}, matching.MatchingLabels...),
			"include": append([]string{}, matching.Include...),
		}
	}
	return described
}

func matchersOf(selector *parser.VectorSelector) []map[string]string {
	matchers := make([]map[string]string, 0, len(selector.LabelMatchers))
	for _, matcher := range selector.LabelMatchers {
		matchers = append(matchers, map[string]string{
			"label": matcher.Name, "operator": matcher.Type.String(), "value": matcher.Value,
		})
	}
	return matchers
}

func metricOf(selector *parser.VectorSelector) string {
	if selector.Name != "" {
		return selector.Name
	}
	for _, matcher := range selector.LabelMatchers {
		if matcher.Name == labels.MetricName && matcher.Type == labels.MatchEqual {
			return matcher.Value
		}
	}
	return ""
}

func addTiming(to node, offset time.Duration, timestamp *int64, startOrEnd parser.ItemType) {
	if offset != 0 {
		to["offsetSeconds"] = offset.Seconds()
	}
	switch {
	case timestamp != nil:
		to["at"] = float64(*timestamp) / 1000
	case startOrEnd == parser.START:
		to["at"] = "start"
	case startOrEnd == parser.END:
		to["at"] = "end"
	}
}
