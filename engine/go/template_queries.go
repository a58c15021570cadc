package main

import (
	"regexp"
	"strings"
	"text/template/parse"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// unknownText stands for what is known only while a template is expanded.
const unknownText = "__known_when_expanded__"

var verb = regexp.MustCompile(`%[-+# 0]*[\d*]*(?:\.[\d*]+)?[a-zA-Z%]`)

// templateQueries finds the queries that templates ask. It knows them all only when each is a text, or printf of a
// text, that stands beside its call; otherwise complete is false.
func templateQueries(read parser.Parser, texts ...labels.Labels) (queries []parser.Expr, complete bool) {
	complete = true
	for _, all := range texts {
		all.Range(func(l labels.Label) {
			if !asksQueries(l.Value) {
				return
			}
			asked, whole := queryTexts(l.Value)
			complete = complete && whole
			for _, text := range asked {
				expression, err := read.ParseExpr(text)
				if err != nil {
					complete = false
					continue
				}
				queries = append(queries, expression)
			}
		})
	}
	return queries, complete
}

// queryTexts returns what the calls of `query` in a template ask.
func queryTexts(text string) (texts []string, complete bool) {
	tree := parse.New("annotation")
	tree.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(templateVariables+text, "", "", trees); err != nil {
		return nil, false
	}
	complete = true
	for _, one := range trees {
		walkTemplate(one.Root, func(pipe *parse.PipeNode) {
			for i, command := range pipe.Cmds {
				if !calls(command, "query") {
					complete = complete && !mentionsQuery(command)
					continue
				}
				asked, known := "", false
				switch {
				case len(command.Args) == 2:
					asked, known = constantText(command.Args[1])
				case len(command.Args) == 1 && i == 1:
					asked, known = commandText(pipe.Cmds[0])
				}
				complete = complete && known
				if known {
					texts = append(texts, asked)
				}
			}
		})
	}
	return texts, complete
}

func calls(command *parse.CommandNode, function string) bool {
	name, ok := command.Args[0].(*parse.IdentifierNode)
	return ok && name.Ident == function
}

// mentionsQuery holds for a call that is handed the function in a way that nobody writes.
func mentionsQuery(command *parse.CommandNode) bool {
	for _, argument := range command.Args {
		if name, ok := argument.(*parse.IdentifierNode); ok && name.Ident == "query" {
			return true
		}
	}
	return false
}

func constantText(argument parse.Node) (string, bool) {
	switch n := argument.(type) {
	case *parse.StringNode:
		return n.Text, true
	case *parse.PipeNode:
		if len(n.Cmds) == 1 && len(n.Decl) == 0 {
			return commandText(n.Cmds[0])
		}
	}
	return "", false
}

func commandText(command *parse.CommandNode) (string, bool) {
	if len(command.Args) == 1 {
		return constantText(command.Args[0])
	}
	format, ok := command.Args[1].(*parse.StringNode)
	if !calls(command, "printf") || !ok {
		return "", false
	}
	return verb.ReplaceAllStringFunc(format.Text, func(found string) string {
		switch found[len(found)-1] {
		case '%':
			return "%"
		case 'q':
			return `"` + unknownText + `"`
		}
		return unknownText
	}), true
}

func walkTemplate(node parse.Node, visit func(*parse.PipeNode)) {
	branch := func(n *parse.BranchNode) {
		walkTemplate(n.Pipe, visit)
		walkTemplate(n.List, visit)
		walkTemplate(n.ElseList, visit)
	}
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, inside := range n.Nodes {
			walkTemplate(inside, visit)
		}
	case *parse.ActionNode:
		walkTemplate(n.Pipe, visit)
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.TemplateNode:
		walkTemplate(n.Pipe, visit)
	case *parse.PipeNode:
		if n == nil {
			return
		}
		visit(n)
		for _, command := range n.Cmds {
			for _, argument := range command.Args {
				walkTemplate(argument, visit)
			}
		}
	}
}

// certain are the matchers whose values are known before a template is expanded.
func certain(matchers []*labels.Matcher) []*labels.Matcher {
	var known []*labels.Matcher
	for _, matcher := range matchers {
		if !strings.Contains(matcher.Value, unknownText) {
			known = append(known, matcher)
		}
	}
	return known
}
