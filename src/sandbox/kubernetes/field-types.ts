/**
 * The fields of the kinds that charts use, with their types (Kubernetes 1.35 API reference), so that a misspelt field or a number
 * where text belongs is refused as a real cluster refuses it. Types bear the names of the API's own structures.
 *
 * Each structure is a list of `field:type`; without a type it is text. `X[]` is a list, `X{}` a map, `any` is not looked into,
 * `port` is a number or text, `quantity` is text or a number.
 */
const structures = {
  ObjectMeta:
    'name generateName namespace uid resourceVersion selfLink creationTimestamp deletionTimestamp generation:number ' +
    'deletionGracePeriodSeconds:number labels:text{} annotations:text{} ownerReferences:OwnerReference[] finalizers:text[] managedFields:any',
  OwnerReference: 'apiVersion kind name uid controller:boolean blockOwnerDeletion:boolean',
  LabelSelector: 'matchLabels:text{} matchExpressions:LabelSelectorRequirement[]',
  LabelSelectorRequirement: 'key operator values:text[]',
  LocalObjectReference: 'name',
  PodTemplateSpec: 'metadata:ObjectMeta spec:PodSpec',
  PodSpec:
    'volumes:Volume[] initContainers:Container[] containers:Container[] ephemeralContainers:any restartPolicy ' +
    'terminationGracePeriodSeconds:number activeDeadlineSeconds:number dnsPolicy nodeSelector:text{} serviceAccountName serviceAccount ' +
    'automountServiceAccountToken:boolean nodeName hostNetwork:boolean hostPID:boolean hostIPC:boolean shareProcessNamespace:boolean ' +
    'securityContext:any imagePullSecrets:LocalObjectReference[] hostname subdomain affinity:any schedulerName tolerations:Toleration[] ' +
    'hostAliases:any priorityClassName priority:number dnsConfig:any readinessGates:any runtimeClassName enableServiceLinks:boolean ' +
    'preemptionPolicy overhead:quantity{} topologySpreadConstraints:any setHostnameAsFQDN:boolean os:any hostUsers:boolean ' +
    'schedulingGates:any resourceClaims:any resources:ResourceRequirements hostnameOverride workloadRef:any schedulingGroup:any',
  Container:
    'name image command:text[] args:text[] workingDir ports:ContainerPort[] envFrom:EnvFromSource[] env:EnvVar[] ' +
    'resources:ResourceRequirements resizePolicy:any restartPolicy restartPolicyRules:any volumeMounts:VolumeMount[] volumeDevices:any ' +
    'livenessProbe:Probe readinessProbe:Probe startupProbe:Probe lifecycle:any terminationMessagePath terminationMessagePolicy ' +
    'imagePullPolicy securityContext:any stdin:boolean stdinOnce:boolean tty:boolean',
  ContainerPort: 'name hostPort:number containerPort:number protocol hostIP',
  EnvFromSource: 'prefix configMapRef:EnvSource secretRef:EnvSource',
  EnvSource: 'name optional:boolean',
  EnvVar: 'name value valueFrom:EnvVarSource',
  EnvVarSource:
    'fieldRef:ObjectFieldSelector resourceFieldRef:any configMapKeyRef:KeySelector secretKeyRef:KeySelector fileKeyRef:any',
  KeySelector: 'name key optional:boolean',
  ObjectFieldSelector: 'apiVersion fieldPath',
  ResourceRequirements: 'limits:quantity{} requests:quantity{} claims:any',
  VolumeMount: 'name readOnly:boolean recursiveReadOnly mountPath subPath mountPropagation subPathExpr',
  Probe:
    'exec:ExecAction httpGet:HTTPGetAction tcpSocket:TCPSocketAction grpc:any initialDelaySeconds:number timeoutSeconds:number ' +
    'periodSeconds:number successThreshold:number failureThreshold:number terminationGracePeriodSeconds:number',
  ExecAction: 'command:text[]',
  HTTPGetAction: 'path port:port host scheme httpHeaders:HTTPHeader[]',
  HTTPHeader: 'name value',
  TCPSocketAction: 'port:port host',
  Volume:
    'name emptyDir:EmptyDirVolumeSource secret:SecretVolumeSource configMap:ConfigMapVolumeSource ' +
    'persistentVolumeClaim:PersistentVolumeClaimVolumeSource hostPath:any gcePersistentDisk:any awsElasticBlockStore:any gitRepo:any ' +
    'nfs:any iscsi:any glusterfs:any rbd:any flexVolume:any cinder:any cephfs:any flocker:any downwardAPI:any fc:any azureFile:any ' +
    'vsphereVolume:any quobyte:any azureDisk:any photonPersistentDisk:any projected:any portworxVolume:any scaleIO:any storageos:any ' +
    'csi:any ephemeral:any image:any',
  EmptyDirVolumeSource: 'medium sizeLimit:quantity',
  SecretVolumeSource: 'secretName items:KeyToPath[] defaultMode:number optional:boolean',
  ConfigMapVolumeSource: 'name items:KeyToPath[] defaultMode:number optional:boolean',
  KeyToPath: 'key path mode:number',
  PersistentVolumeClaimVolumeSource: 'claimName readOnly:boolean',
  Toleration: 'key operator value effect tolerationSeconds:number',
  StatefulSetSpec:
    'replicas:number selector:LabelSelector template:PodTemplateSpec volumeClaimTemplates:PersistentVolumeClaim[] serviceName ' +
    'podManagementPolicy updateStrategy:any revisionHistoryLimit:number minReadySeconds:number persistentVolumeClaimRetentionPolicy:any ordinals:any',
  DeploymentSpec:
    'replicas:number selector:LabelSelector template:PodTemplateSpec strategy:any minReadySeconds:number revisionHistoryLimit:number ' +
    'paused:boolean progressDeadlineSeconds:number',
  ReplicaSetSpec: 'replicas:number selector:LabelSelector template:PodTemplateSpec minReadySeconds:number',
  DaemonSetSpec:
    'selector:LabelSelector template:PodTemplateSpec updateStrategy:any minReadySeconds:number revisionHistoryLimit:number',
  JobSpec:
    'parallelism:number completions:number activeDeadlineSeconds:number podFailurePolicy:any successPolicy:any backoffLimit:number ' +
    'backoffLimitPerIndex:number maxFailedIndexes:number selector:LabelSelector manualSelector:boolean template:PodTemplateSpec ' +
    'ttlSecondsAfterFinished:number completionMode suspend:boolean podReplacementPolicy managedBy',
  JobTemplateSpec: 'metadata:ObjectMeta spec:JobSpec',
  CronJobSpec:
    'schedule timeZone startingDeadlineSeconds:number concurrencyPolicy suspend:boolean jobTemplate:JobTemplateSpec ' +
    'successfulJobsHistoryLimit:number failedJobsHistoryLimit:number',
  ServiceSpec:
    'ports:ServicePort[] selector:text{} clusterIP clusterIPs:text[] type externalIPs:text[] sessionAffinity loadBalancerIP ' +
    'loadBalancerSourceRanges:text[] externalName externalTrafficPolicy healthCheckNodePort:number publishNotReadyAddresses:boolean ' +
    'sessionAffinityConfig:any ipFamilies:text[] ipFamilyPolicy allocateLoadBalancerNodePorts:boolean loadBalancerClass ' +
    'internalTrafficPolicy trafficDistribution',
  ServicePort: 'name protocol appProtocol port:number targetPort:port nodePort:number',
  PersistentVolumeClaimSpec:
    'accessModes:text[] selector:LabelSelector resources:ResourceRequirements volumeName storageClassName volumeMode dataSource:any ' +
    'dataSourceRef:any volumeAttributesClassName',
  IngressSpec: 'ingressClassName defaultBackend:IngressBackend tls:IngressTLS[] rules:IngressRule[]',
  IngressTLS: 'hosts:text[] secretName',
  IngressRule: 'host http:HTTPIngressRuleValue',
  HTTPIngressRuleValue: 'paths:HTTPIngressPath[]',
  HTTPIngressPath: 'path pathType backend:IngressBackend',
  IngressBackend: 'service:IngressServiceBackend resource:any',
  IngressServiceBackend: 'name port:ServiceBackendPort',
  ServiceBackendPort: 'name number:number',
  NetworkPolicySpec: 'podSelector:LabelSelector ingress:any egress:any policyTypes:text[]',
  PersistentVolumeClaim: 'apiVersion kind metadata:ObjectMeta spec:PersistentVolumeClaimSpec status:any',
  Pod: 'apiVersion kind metadata:ObjectMeta spec:PodSpec status:any',
  Service: 'apiVersion kind metadata:ObjectMeta spec:ServiceSpec status:any',
  StatefulSet: 'apiVersion kind metadata:ObjectMeta spec:StatefulSetSpec status:any',
  Deployment: 'apiVersion kind metadata:ObjectMeta spec:DeploymentSpec status:any',
  ReplicaSet: 'apiVersion kind metadata:ObjectMeta spec:ReplicaSetSpec status:any',
  DaemonSet: 'apiVersion kind metadata:ObjectMeta spec:DaemonSetSpec status:any',
  Job: 'apiVersion kind metadata:ObjectMeta spec:JobSpec status:any',
  CronJob: 'apiVersion kind metadata:ObjectMeta spec:CronJobSpec status:any',
  Ingress: 'apiVersion kind metadata:ObjectMeta spec:IngressSpec status:any',
  NetworkPolicy: 'apiVersion kind metadata:ObjectMeta spec:NetworkPolicySpec',
  Secret: 'apiVersion kind metadata:ObjectMeta data:text{} stringData:text{} type immutable:boolean',
  ConfigMap: 'apiVersion kind metadata:ObjectMeta data:text{} binaryData:text{} immutable:boolean',
  ServiceAccount:
    'apiVersion kind metadata:ObjectMeta secrets:any imagePullSecrets:LocalObjectReference[] automountServiceAccountToken:boolean',
  Role: 'apiVersion kind metadata:ObjectMeta rules:any',
  RoleBinding: 'apiVersion kind metadata:ObjectMeta subjects:any roleRef:any',
} as const;

export interface FieldType {
  /** `text`, `number`, `boolean`, `any`, `port`, `quantity`, or the name of a structure. */
  name: string;
  shape: 'one' | 'list' | 'map';
}

function readType(text: string): FieldType {
  if (text.endsWith('[]')) return { name: text.slice(0, -2), shape: 'list' };
  if (text.endsWith('{}')) return { name: text.slice(0, -2), shape: 'map' };
  return { name: text, shape: 'one' };
}

const types = new Map<string, Map<string, FieldType>>(
  Object.entries(structures).map(([name, fields]) => [
    name,
    new Map(
      fields.split(' ').map((field) => {
        const [fieldName = '', type = 'text'] = field.split(':');
        return [fieldName, readType(type)];
      }),
    ),
  ]),
);

/** The fields of a structure, or undefined when it is not described here. */
export function fieldTypesOf(structure: string): ReadonlyMap<string, FieldType> | undefined {
  return types.get(structure);
}

/** The structures described here. */
export const structureNames: readonly string[] = [...types.keys()];
