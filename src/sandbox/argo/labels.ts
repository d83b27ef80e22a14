/** Names that Argo Workflows puts on workflows and pods. Source: `workflow/common/common.go` of Argo Workflows 3.7. */
export const labels = {
  workflow: 'workflows.argoproj.io/workflow',
  completed: 'workflows.argoproj.io/completed',
  phase: 'workflows.argoproj.io/phase',
  onExit: 'workflows.argoproj.io/on-exit',
  nodeId: 'workflows.argoproj.io/node-id',
  nodeName: 'workflows.argoproj.io/node-name',
  podNameFormat: 'workflows.argoproj.io/pod-name-format',
  creator: 'workflows.argoproj.io/creator',
  creatorName: 'workflows.argoproj.io/creator-preferred-username',
  actor: 'workflows.argoproj.io/actor',
  action: 'workflows.argoproj.io/action',
  cronWorkflow: 'workflows.argoproj.io/cron-workflow',
  scheduledTime: 'workflows.argoproj.io/scheduled-time',
  template: 'workflows.argoproj.io/workflow-template',
  clusterTemplate: 'workflows.argoproj.io/cluster-workflow-template',
  resubmittedFrom: 'workflows.argoproj.io/resubmitted-from-workflow',
} as const;
