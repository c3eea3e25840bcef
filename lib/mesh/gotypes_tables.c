/* Made by hack/types of k8s.io/api and istio.io/api: do not edit. */
#include "mesh/gotypes.h"

static const struct go_type t_v1_Pod;
static const struct go_type t_v1_TypeMeta;
static const struct go_type t_string;
static const struct go_type t_v1_ObjectMeta;
static const struct go_type t_types_UID;
static const struct go_type t_int64;
static const struct go_type t_v1_Time;
static const struct go_type t_map_string_string;
static const struct go_type t___v1_OwnerReference;
static const struct go_type t_v1_OwnerReference;
static const struct go_type t_bool;
static const struct go_type t___string;
static const struct go_type t___v1_ManagedFieldsEntry;
static const struct go_type t_v1_ManagedFieldsEntry;
static const struct go_type t_v1_ManagedFieldsOperationType;
static const struct go_type t_v1_FieldsV1;
static const struct go_type t_v1_PodSpec;
static const struct go_type t___v1_Volume;
static const struct go_type t_v1_Volume;
static const struct go_type t_v1_VolumeSource;
static const struct go_type t_v1_HostPathVolumeSource;
static const struct go_type t_v1_HostPathType;
static const struct go_type t_v1_EmptyDirVolumeSource;
static const struct go_type t_v1_StorageMedium;
static const struct go_type t_resource_Quantity;
static const struct go_type t_v1_GCEPersistentDiskVolumeSource;
static const struct go_type t_int32;
static const struct go_type t_v1_AWSElasticBlockStoreVolumeSource;
static const struct go_type t_v1_GitRepoVolumeSource;
static const struct go_type t_v1_SecretVolumeSource;
static const struct go_type t___v1_KeyToPath;
static const struct go_type t_v1_KeyToPath;
static const struct go_type t_v1_NFSVolumeSource;
static const struct go_type t_v1_ISCSIVolumeSource;
static const struct go_type t_v1_LocalObjectReference;
static const struct go_type t_v1_GlusterfsVolumeSource;
static const struct go_type t_v1_PersistentVolumeClaimVolumeSource;
static const struct go_type t_v1_RBDVolumeSource;
static const struct go_type t_v1_FlexVolumeSource;
static const struct go_type t_v1_CinderVolumeSource;
static const struct go_type t_v1_CephFSVolumeSource;
static const struct go_type t_v1_FlockerVolumeSource;
static const struct go_type t_v1_DownwardAPIVolumeSource;
static const struct go_type t___v1_DownwardAPIVolumeFile;
static const struct go_type t_v1_DownwardAPIVolumeFile;
static const struct go_type t_v1_ObjectFieldSelector;
static const struct go_type t_v1_ResourceFieldSelector;
static const struct go_type t_v1_FCVolumeSource;
static const struct go_type t_v1_AzureFileVolumeSource;
static const struct go_type t_v1_ConfigMapVolumeSource;
static const struct go_type t_v1_VsphereVirtualDiskVolumeSource;
static const struct go_type t_v1_QuobyteVolumeSource;
static const struct go_type t_v1_AzureDiskVolumeSource;
static const struct go_type t_v1_AzureDataDiskCachingMode;
static const struct go_type t_v1_AzureDataDiskKind;
static const struct go_type t_v1_PhotonPersistentDiskVolumeSource;
static const struct go_type t_v1_ProjectedVolumeSource;
static const struct go_type t___v1_VolumeProjection;
static const struct go_type t_v1_VolumeProjection;
static const struct go_type t_v1_SecretProjection;
static const struct go_type t_v1_DownwardAPIProjection;
static const struct go_type t_v1_ConfigMapProjection;
static const struct go_type t_v1_ServiceAccountTokenProjection;
static const struct go_type t_v1_ClusterTrustBundleProjection;
static const struct go_type t_v1_LabelSelector;
static const struct go_type t___v1_LabelSelectorRequirement;
static const struct go_type t_v1_LabelSelectorRequirement;
static const struct go_type t_v1_LabelSelectorOperator;
static const struct go_type t_v1_PodCertificateProjection;
static const struct go_type t_v1_PortworxVolumeSource;
static const struct go_type t_v1_ScaleIOVolumeSource;
static const struct go_type t_v1_StorageOSVolumeSource;
static const struct go_type t_v1_CSIVolumeSource;
static const struct go_type t_v1_EphemeralVolumeSource;
static const struct go_type t_v1_PersistentVolumeClaimTemplate;
static const struct go_type t_v1_PersistentVolumeClaimSpec;
static const struct go_type t___v1_PersistentVolumeAccessMode;
static const struct go_type t_v1_PersistentVolumeAccessMode;
static const struct go_type t_v1_VolumeResourceRequirements;
static const struct go_type t_v1_ResourceList;
static const struct go_type t_v1_PersistentVolumeMode;
static const struct go_type t_v1_TypedLocalObjectReference;
static const struct go_type t_v1_TypedObjectReference;
static const struct go_type t_v1_ImageVolumeSource;
static const struct go_type t_v1_PullPolicy;
static const struct go_type t___v1_Container;
static const struct go_type t_v1_Container;
static const struct go_type t___v1_ContainerPort;
static const struct go_type t_v1_ContainerPort;
static const struct go_type t_v1_Protocol;
static const struct go_type t___v1_EnvFromSource;
static const struct go_type t_v1_EnvFromSource;
static const struct go_type t_v1_ConfigMapEnvSource;
static const struct go_type t_v1_SecretEnvSource;
static const struct go_type t___v1_EnvVar;
static const struct go_type t_v1_EnvVar;
static const struct go_type t_v1_EnvVarSource;
static const struct go_type t_v1_ConfigMapKeySelector;
static const struct go_type t_v1_SecretKeySelector;
static const struct go_type t_v1_FileKeySelector;
static const struct go_type t_v1_ResourceRequirements;
static const struct go_type t___v1_ResourceClaim;
static const struct go_type t_v1_ResourceClaim;
static const struct go_type t___v1_ContainerResizePolicy;
static const struct go_type t_v1_ContainerResizePolicy;
static const struct go_type t_v1_ResourceName;
static const struct go_type t_v1_ResourceResizeRestartPolicy;
static const struct go_type t_v1_ContainerRestartPolicy;
static const struct go_type t___v1_ContainerRestartRule;
static const struct go_type t_v1_ContainerRestartRule;
static const struct go_type t_v1_ContainerRestartRuleAction;
static const struct go_type t_v1_ContainerRestartRuleOnExitCodes;
static const struct go_type t_v1_ContainerRestartRuleOnExitCodesOperator;
static const struct go_type t___int32;
static const struct go_type t___v1_VolumeMount;
static const struct go_type t_v1_VolumeMount;
static const struct go_type t_v1_RecursiveReadOnlyMode;
static const struct go_type t_v1_MountPropagationMode;
static const struct go_type t___v1_VolumeDevice;
static const struct go_type t_v1_VolumeDevice;
static const struct go_type t_v1_Probe;
static const struct go_type t_v1_ProbeHandler;
static const struct go_type t_v1_ExecAction;
static const struct go_type t_v1_HTTPGetAction;
static const struct go_type t_intstr_IntOrString;
static const struct go_type t_v1_URIScheme;
static const struct go_type t___v1_HTTPHeader;
static const struct go_type t_v1_HTTPHeader;
static const struct go_type t_v1_TCPSocketAction;
static const struct go_type t_v1_GRPCAction;
static const struct go_type t_v1_Lifecycle;
static const struct go_type t_v1_LifecycleHandler;
static const struct go_type t_v1_SleepAction;
static const struct go_type t_v1_Signal;
static const struct go_type t_v1_TerminationMessagePolicy;
static const struct go_type t_v1_SecurityContext;
static const struct go_type t_v1_Capabilities;
static const struct go_type t___v1_Capability;
static const struct go_type t_v1_Capability;
static const struct go_type t_v1_SELinuxOptions;
static const struct go_type t_v1_WindowsSecurityContextOptions;
static const struct go_type t_v1_ProcMountType;
static const struct go_type t_v1_SeccompProfile;
static const struct go_type t_v1_SeccompProfileType;
static const struct go_type t_v1_AppArmorProfile;
static const struct go_type t_v1_AppArmorProfileType;
static const struct go_type t___v1_EphemeralContainer;
static const struct go_type t_v1_EphemeralContainer;
static const struct go_type t_v1_EphemeralContainerCommon;
static const struct go_type t_v1_RestartPolicy;
static const struct go_type t_v1_DNSPolicy;
static const struct go_type t_v1_PodSecurityContext;
static const struct go_type t___int64;
static const struct go_type t_v1_SupplementalGroupsPolicy;
static const struct go_type t___v1_Sysctl;
static const struct go_type t_v1_Sysctl;
static const struct go_type t_v1_PodFSGroupChangePolicy;
static const struct go_type t_v1_PodSELinuxChangePolicy;
static const struct go_type t___v1_LocalObjectReference;
static const struct go_type t_v1_Affinity;
static const struct go_type t_v1_NodeAffinity;
static const struct go_type t_v1_NodeSelector;
static const struct go_type t___v1_NodeSelectorTerm;
static const struct go_type t_v1_NodeSelectorTerm;
static const struct go_type t___v1_NodeSelectorRequirement;
static const struct go_type t_v1_NodeSelectorRequirement;
static const struct go_type t_v1_NodeSelectorOperator;
static const struct go_type t___v1_PreferredSchedulingTerm;
static const struct go_type t_v1_PreferredSchedulingTerm;
static const struct go_type t_v1_PodAffinity;
static const struct go_type t___v1_PodAffinityTerm;
static const struct go_type t_v1_PodAffinityTerm;
static const struct go_type t___v1_WeightedPodAffinityTerm;
static const struct go_type t_v1_WeightedPodAffinityTerm;
static const struct go_type t_v1_PodAntiAffinity;
static const struct go_type t___v1_Toleration;
static const struct go_type t_v1_Toleration;
static const struct go_type t_v1_TolerationOperator;
static const struct go_type t_v1_TaintEffect;
static const struct go_type t___v1_HostAlias;
static const struct go_type t_v1_HostAlias;
static const struct go_type t_v1_PodDNSConfig;
static const struct go_type t___v1_PodDNSConfigOption;
static const struct go_type t_v1_PodDNSConfigOption;
static const struct go_type t___v1_PodReadinessGate;
static const struct go_type t_v1_PodReadinessGate;
static const struct go_type t_v1_PodConditionType;
static const struct go_type t_v1_PreemptionPolicy;
static const struct go_type t___v1_TopologySpreadConstraint;
static const struct go_type t_v1_TopologySpreadConstraint;
static const struct go_type t_v1_UnsatisfiableConstraintAction;
static const struct go_type t_v1_NodeInclusionPolicy;
static const struct go_type t_v1_PodOS;
static const struct go_type t_v1_OSName;
static const struct go_type t___v1_PodSchedulingGate;
static const struct go_type t_v1_PodSchedulingGate;
static const struct go_type t___v1_PodResourceClaim;
static const struct go_type t_v1_PodResourceClaim;
static const struct go_type t_v1_PodSchedulingGroup;
static const struct go_type t_v1_PodStatus;
static const struct go_type t_v1_PodPhase;
static const struct go_type t___v1_PodCondition;
static const struct go_type t_v1_PodCondition;
static const struct go_type t_v1_ConditionStatus;
static const struct go_type t___v1_HostIP;
static const struct go_type t_v1_HostIP;
static const struct go_type t___v1_PodIP;
static const struct go_type t_v1_PodIP;
static const struct go_type t___v1_ContainerStatus;
static const struct go_type t_v1_ContainerStatus;
static const struct go_type t_v1_ContainerState;
static const struct go_type t_v1_ContainerStateWaiting;
static const struct go_type t_v1_ContainerStateRunning;
static const struct go_type t_v1_ContainerStateTerminated;
static const struct go_type t___v1_VolumeMountStatus;
static const struct go_type t_v1_VolumeMountStatus;
static const struct go_type t_v1_VolumeStatus;
static const struct go_type t_v1_ImageVolumeStatus;
static const struct go_type t_v1_ContainerUser;
static const struct go_type t_v1_LinuxContainerUser;
static const struct go_type t___v1_ResourceStatus;
static const struct go_type t_v1_ResourceStatus;
static const struct go_type t___v1_ResourceHealth;
static const struct go_type t_v1_ResourceHealth;
static const struct go_type t_v1_ResourceID;
static const struct go_type t_v1_ResourceHealthStatus;
static const struct go_type t_v1_PodQOSClass;
static const struct go_type t_v1_PodResizeStatus;
static const struct go_type t___v1_PodResourceClaimStatus;
static const struct go_type t_v1_PodResourceClaimStatus;
static const struct go_type t_v1_PodExtendedResourceClaimStatus;
static const struct go_type t___v1_ContainerExtendedResourceRequest;
static const struct go_type t_v1_ContainerExtendedResourceRequest;
static const struct go_type t___v1_NodeAllocatableResourceClaimStatus;
static const struct go_type t_v1_NodeAllocatableResourceClaimStatus;
static const struct go_type t_map_v1_ResourceName_resource_Quantity;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig;
static const struct go_type t_proto_int32;
static const struct go_type t_proto_google_protobuf_Duration;
static const struct go_type
    t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings_TcpKeepalive;
static const struct go_type t_proto_uint32;
static const struct go_type t_proto_string;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_IngressControllerMode;
static const struct go_type t_proto_bool;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_AccessLogEncoding;
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig;
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_TracingServiceName;
static const struct go_type t_proto_istio_mesh_v1alpha1_AuthenticationPolicy;
static const struct go_type t_proto_google_protobuf_Int32Value;
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_InboundInterceptionMode;
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing;
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_Zipkin;
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_Lightstep;
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_Datadog;
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_Stackdriver;
static const struct go_type t_proto_google_protobuf_Int64Value;
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent;
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent_TraceContext;
static const struct go_type
    t_list_of_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent_TraceContext;
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_CustomTag;
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_Literal;
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_Environment;
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_RequestHeader;
static const struct go_type t_map_of_proto_istio_mesh_v1alpha1_Tracing_CustomTag;
static const struct go_type t_proto_double;
static const struct go_type t_proto_istio_networking_v1alpha3_ClientTLSSettings;
static const struct go_type t_proto_istio_networking_v1alpha3_ClientTLSSettings_TLSmode;
static const struct go_type t_list_of_proto_string;
static const struct go_type t_proto_google_protobuf_BoolValue;
static const struct go_type t_proto_istio_mesh_v1alpha1_SDS;
static const struct go_type t_proto_istio_mesh_v1alpha1_RemoteService;
static const struct go_type t_map_of_proto_string;
static const struct go_type t_proto_istio_mesh_v1alpha1_Topology;
static const struct go_type t_proto_istio_mesh_v1alpha1_ForwardClientCertDetails;
static const struct go_type t_proto_istio_mesh_v1alpha1_Topology_ProxyProtocolConfiguration;
static const struct go_type t_proto_istio_networking_v1alpha3_ReadinessProbe;
static const struct go_type t_proto_istio_networking_v1alpha3_HTTPHealthCheckConfig;
static const struct go_type t_proto_istio_networking_v1alpha3_HTTPHeader;
static const struct go_type t_list_of_proto_istio_networking_v1alpha3_HTTPHeader;
static const struct go_type t_proto_istio_networking_v1alpha3_TCPHealthCheckConfig;
static const struct go_type t_proto_istio_networking_v1alpha3_ExecHealthCheckConfig;
static const struct go_type t_proto_istio_networking_v1alpha3_GrpcHealthCheckConfig;
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyStatsMatcher;
static const struct go_type t_proto_istio_networking_v1beta1_ProxyImage;
static const struct go_type t_proto_istio_mesh_v1alpha1_PrivateKeyProvider;
static const struct go_type t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_CryptoMb;
static const struct go_type t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_QAT;
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_SetCurrentClientCertDetails;
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_RequestId;
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_Server;
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_AttemptCount;
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_EnvoyDebugHeaders;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_MetadataExchangeHeaders;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_MetadataExchangeMode;
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_XForwardedHost;
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_XForwardedPort;
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings;
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_Profile;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_HeadersWithUnderscoresAction;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_PathWithEscapedSlashesAction;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_OutboundTrafficPolicy;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_OutboundTrafficPolicy_Mode;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_InboundTrafficPolicy;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_InboundTrafficPolicy_Mode;
static const struct go_type t_proto_istio_mesh_v1alpha1_ConfigSource;
static const struct go_type t_proto_istio_mesh_v1alpha1_Resource;
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_Resource;
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_ConfigSource;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_CertificateData;
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_CertificateData;
static const struct go_type t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting;
static const struct go_type
    t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Distribute;
static const struct go_type t_map_of_proto_uint32;
static const struct go_type
    t_list_of_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Distribute;
static const struct go_type t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Failover;
static const struct go_type
    t_list_of_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Failover;
static const struct go_type t_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting;
static const struct go_type t_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting_Failover;
static const struct go_type
    t_list_of_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting_Failover;
static const struct go_type t_proto_google_protobuf_UInt32Value;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_H2UpgradePolicy;
static const struct go_type t_proto_istio_mesh_v1alpha1_Certificate;
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_Certificate;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings_Settings;
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs;
static const struct go_type t_proto_istio_mesh_v1alpha1_LabelSelector;
static const struct go_type t_proto_istio_mesh_v1alpha1_LabelSelectorRequirement;
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_LabelSelectorRequirement;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs_Scope;
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_CA;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationHttpProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationRequestBody;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationGrpcProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ZipkinTracingProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ZipkinTracingProvider_TraceContextOption;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpHeader;
static const struct go_type
    t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpHeader;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_LightstepTracingProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_DatadogTracingProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_StackdriverProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_StackdriverProvider_Logging;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider_TraceContext;
static const struct go_type
    t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider_TraceContext;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_SkyWalkingTracingProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpService;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_GrpcService;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_EnvironmentResourceDetector;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_DynatraceResourceDetector;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ServiceAttributeEnrichment;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_DynatraceSampler;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_DynatraceSampler_DynatraceApi;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_PrometheusMetricsProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyFileAccessLogProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyFileAccessLogProvider_LogFormat;
static const struct go_type t_proto_google_protobuf_Struct;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyHttpGrpcV3LogProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyTcpGrpcV3LogProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyOpenTelemetryLogProvider;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyOpenTelemetryLogProvider_LogFormat;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_SDSProvider;
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_DefaultProviders;
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_LabelSelector;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ProxyPathNormalization;
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ProxyPathNormalization_NormalizationType;
static const struct go_type t_proto_istio_networking_v1alpha3_HTTPRetry;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_TLSConfig;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_TLSConfig_TLSProtocol;
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_DefaultTrafficPolicy;
static const struct go_type t_proto_istio_networking_v1alpha3_ConnectionPoolSettings;
static const struct go_type t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings;
static const struct go_type t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings;
static const struct go_type
    t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_H2UpgradePolicy;
static const struct go_type
    t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_ConnectionKeepalive;
static const struct go_type t_proto_istio_networking_v1alpha3_OutlierDetection;
static const struct go_type t_list_of_proto_uint32;
static const struct go_type t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility;
static const struct go_type t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Visibility;
static const struct go_type t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Policy;
static const struct go_type t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_MatchRule;
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_MatchRule;
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Policy;

static const struct go_type t_string = {.index = 0, .name = "string", .kind = GO_TEXT};
static const struct go_field t_v1_TypeMeta_fields[] = {
    {"Kind", "kind", &t_string, GO_OMIT_EMPTY, NULL},
    {"APIVersion", "apiVersion", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_TypeMeta = {
    .index = 1, .name = "v1.TypeMeta", .kind = GO_STRUCT, .fields = t_v1_TypeMeta_fields};
static const struct go_type t_types_UID = {.index = 2, .name = "types.UID", .kind = GO_TEXT};
static const struct go_type t_int64 = {.index = 3, .name = "int64", .kind = GO_INT64};
static const struct go_type t_v1_Time = {.index = 4, .name = "v1.Time", .kind = GO_TIME};
static const struct go_type t_map_string_string = {
    .index = 5, .name = "map[string]string", .kind = GO_MAP, .element = &t_string};
static const struct go_type t_bool = {.index = 6, .name = "bool", .kind = GO_BOOL};
static const struct go_field t_v1_OwnerReference_fields[] = {
    {"APIVersion", "apiVersion", &t_string, 0, NULL},
    {"Kind", "kind", &t_string, 0, NULL},
    {"Name", "name", &t_string, 0, NULL},
    {"UID", "uid", &t_types_UID, 0, NULL},
    {"Controller", "controller", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"BlockOwnerDeletion", "blockOwnerDeletion", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_OwnerReference = {.index = 7,
                                                   .name = "v1.OwnerReference",
                                                   .kind = GO_STRUCT,
                                                   .fields = t_v1_OwnerReference_fields};
static const struct go_type t___v1_OwnerReference = {
    .index = 8, .name = "[]v1.OwnerReference", .kind = GO_LIST, .element = &t_v1_OwnerReference};
static const struct go_type t___string = {
    .index = 9, .name = "[]string", .kind = GO_LIST, .element = &t_string};
static const struct go_type t_v1_ManagedFieldsOperationType = {
    .index = 10, .name = "v1.ManagedFieldsOperationType", .kind = GO_TEXT};
static const struct go_type t_v1_FieldsV1 = {.index = 11, .name = "v1.FieldsV1", .kind = GO_ANY};
static const struct go_field t_v1_ManagedFieldsEntry_fields[] = {
    {"Manager", "manager", &t_string, GO_OMIT_EMPTY, NULL},
    {"Operation", "operation", &t_v1_ManagedFieldsOperationType, GO_OMIT_EMPTY, NULL},
    {"APIVersion", "apiVersion", &t_string, GO_OMIT_EMPTY, NULL},
    {"Time", "time", &t_v1_Time, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"FieldsType", "fieldsType", &t_string, GO_OMIT_EMPTY, NULL},
    {"FieldsV1", "fieldsV1", &t_v1_FieldsV1, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Subresource", "subresource", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ManagedFieldsEntry = {.index = 12,
                                                       .name = "v1.ManagedFieldsEntry",
                                                       .kind = GO_STRUCT,
                                                       .fields = t_v1_ManagedFieldsEntry_fields};
static const struct go_type t___v1_ManagedFieldsEntry = {.index = 13,
                                                         .name = "[]v1.ManagedFieldsEntry",
                                                         .kind = GO_LIST,
                                                         .element = &t_v1_ManagedFieldsEntry};
static const struct go_field t_v1_ObjectMeta_fields[] = {
    {"Name", "name", &t_string, GO_OMIT_EMPTY, NULL},
    {"GenerateName", "generateName", &t_string, GO_OMIT_EMPTY, NULL},
    {"Namespace", "namespace", &t_string, GO_OMIT_EMPTY, NULL},
    {"SelfLink", "selfLink", &t_string, GO_OMIT_EMPTY, NULL},
    {"UID", "uid", &t_types_UID, GO_OMIT_EMPTY, NULL},
    {"ResourceVersion", "resourceVersion", &t_string, GO_OMIT_EMPTY, NULL},
    {"Generation", "generation", &t_int64, GO_OMIT_EMPTY, NULL},
    {"CreationTimestamp", "creationTimestamp", &t_v1_Time, GO_OMIT_EMPTY, NULL},
    {"DeletionTimestamp", "deletionTimestamp", &t_v1_Time, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"DeletionGracePeriodSeconds", "deletionGracePeriodSeconds", &t_int64,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Labels", "labels", &t_map_string_string, GO_OMIT_EMPTY, NULL},
    {"Annotations", "annotations", &t_map_string_string, GO_OMIT_EMPTY, NULL},
    {"OwnerReferences", "ownerReferences", &t___v1_OwnerReference, GO_OMIT_EMPTY, "uid"},
    {"Finalizers", "finalizers", &t___string, GO_OMIT_EMPTY, NULL},
    {"ManagedFields", "managedFields", &t___v1_ManagedFieldsEntry, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ObjectMeta = {
    .index = 14, .name = "v1.ObjectMeta", .kind = GO_STRUCT, .fields = t_v1_ObjectMeta_fields};
static const struct go_type t_v1_HostPathType = {
    .index = 15, .name = "v1.HostPathType", .kind = GO_TEXT};
static const struct go_field t_v1_HostPathVolumeSource_fields[] = {
    {"Path", "path", &t_string, 0, NULL},
    {"Type", "type", &t_v1_HostPathType, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_HostPathVolumeSource = {.index = 16,
                                                         .name = "v1.HostPathVolumeSource",
                                                         .kind = GO_STRUCT,
                                                         .fields =
                                                             t_v1_HostPathVolumeSource_fields};
static const struct go_type t_v1_StorageMedium = {
    .index = 17, .name = "v1.StorageMedium", .kind = GO_TEXT};
static const struct go_type t_resource_Quantity = {
    .index = 18, .name = "resource.Quantity", .kind = GO_QUANTITY};
static const struct go_field t_v1_EmptyDirVolumeSource_fields[] = {
    {"Medium", "medium", &t_v1_StorageMedium, GO_OMIT_EMPTY, NULL},
    {"SizeLimit", "sizeLimit", &t_resource_Quantity, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_EmptyDirVolumeSource = {.index = 19,
                                                         .name = "v1.EmptyDirVolumeSource",
                                                         .kind = GO_STRUCT,
                                                         .fields =
                                                             t_v1_EmptyDirVolumeSource_fields};
static const struct go_type t_int32 = {.index = 20, .name = "int32", .kind = GO_INT};
static const struct go_field t_v1_GCEPersistentDiskVolumeSource_fields[] = {
    {"PDName", "pdName", &t_string, 0, NULL},
    {"FSType", "fsType", &t_string, GO_OMIT_EMPTY, NULL},
    {"Partition", "partition", &t_int32, GO_OMIT_EMPTY, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_GCEPersistentDiskVolumeSource = {
    .index = 21,
    .name = "v1.GCEPersistentDiskVolumeSource",
    .kind = GO_STRUCT,
    .fields = t_v1_GCEPersistentDiskVolumeSource_fields};
static const struct go_field t_v1_AWSElasticBlockStoreVolumeSource_fields[] = {
    {"VolumeID", "volumeID", &t_string, 0, NULL},
    {"FSType", "fsType", &t_string, GO_OMIT_EMPTY, NULL},
    {"Partition", "partition", &t_int32, GO_OMIT_EMPTY, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_AWSElasticBlockStoreVolumeSource = {
    .index = 22,
    .name = "v1.AWSElasticBlockStoreVolumeSource",
    .kind = GO_STRUCT,
    .fields = t_v1_AWSElasticBlockStoreVolumeSource_fields};
static const struct go_field t_v1_GitRepoVolumeSource_fields[] = {
    {"Repository", "repository", &t_string, 0, NULL},
    {"Revision", "revision", &t_string, GO_OMIT_EMPTY, NULL},
    {"Directory", "directory", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_GitRepoVolumeSource = {.index = 23,
                                                        .name = "v1.GitRepoVolumeSource",
                                                        .kind = GO_STRUCT,
                                                        .fields = t_v1_GitRepoVolumeSource_fields};
static const struct go_field t_v1_KeyToPath_fields[] = {
    {"Key", "key", &t_string, 0, NULL},
    {"Path", "path", &t_string, 0, NULL},
    {"Mode", "mode", &t_int32, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_KeyToPath = {
    .index = 24, .name = "v1.KeyToPath", .kind = GO_STRUCT, .fields = t_v1_KeyToPath_fields};
static const struct go_type t___v1_KeyToPath = {
    .index = 25, .name = "[]v1.KeyToPath", .kind = GO_LIST, .element = &t_v1_KeyToPath};
static const struct go_field t_v1_SecretVolumeSource_fields[] = {
    {"SecretName", "secretName", &t_string, GO_OMIT_EMPTY, NULL},
    {"Items", "items", &t___v1_KeyToPath, GO_OMIT_EMPTY, NULL},
    {"DefaultMode", "defaultMode", &t_int32, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Optional", "optional", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_SecretVolumeSource = {.index = 26,
                                                       .name = "v1.SecretVolumeSource",
                                                       .kind = GO_STRUCT,
                                                       .fields = t_v1_SecretVolumeSource_fields};
static const struct go_field t_v1_NFSVolumeSource_fields[] = {
    {"Server", "server", &t_string, 0, NULL},
    {"Path", "path", &t_string, 0, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_NFSVolumeSource = {.index = 27,
                                                    .name = "v1.NFSVolumeSource",
                                                    .kind = GO_STRUCT,
                                                    .fields = t_v1_NFSVolumeSource_fields};
static const struct go_field t_v1_LocalObjectReference_fields[] = {
    {"Name", "name", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_LocalObjectReference = {.index = 28,
                                                         .name = "v1.LocalObjectReference",
                                                         .kind = GO_STRUCT,
                                                         .fields =
                                                             t_v1_LocalObjectReference_fields};
static const struct go_field t_v1_ISCSIVolumeSource_fields[] = {
    {"TargetPortal", "targetPortal", &t_string, 0, NULL},
    {"IQN", "iqn", &t_string, 0, NULL},
    {"Lun", "lun", &t_int32, 0, NULL},
    {"ISCSIInterface", "iscsiInterface", &t_string, GO_OMIT_EMPTY, NULL},
    {"FSType", "fsType", &t_string, GO_OMIT_EMPTY, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {"Portals", "portals", &t___string, GO_OMIT_EMPTY, NULL},
    {"DiscoveryCHAPAuth", "chapAuthDiscovery", &t_bool, GO_OMIT_EMPTY, NULL},
    {"SessionCHAPAuth", "chapAuthSession", &t_bool, GO_OMIT_EMPTY, NULL},
    {"SecretRef", "secretRef", &t_v1_LocalObjectReference, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"InitiatorName", "initiatorName", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ISCSIVolumeSource = {.index = 29,
                                                      .name = "v1.ISCSIVolumeSource",
                                                      .kind = GO_STRUCT,
                                                      .fields = t_v1_ISCSIVolumeSource_fields};
static const struct go_field t_v1_GlusterfsVolumeSource_fields[] = {
    {"EndpointsName", "endpoints", &t_string, 0, NULL},
    {"Path", "path", &t_string, 0, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_GlusterfsVolumeSource = {.index = 30,
                                                          .name = "v1.GlusterfsVolumeSource",
                                                          .kind = GO_STRUCT,
                                                          .fields =
                                                              t_v1_GlusterfsVolumeSource_fields};
static const struct go_field t_v1_PersistentVolumeClaimVolumeSource_fields[] = {
    {"ClaimName", "claimName", &t_string, 0, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PersistentVolumeClaimVolumeSource = {
    .index = 31,
    .name = "v1.PersistentVolumeClaimVolumeSource",
    .kind = GO_STRUCT,
    .fields = t_v1_PersistentVolumeClaimVolumeSource_fields};
static const struct go_field t_v1_RBDVolumeSource_fields[] = {
    {"CephMonitors", "monitors", &t___string, 0, NULL},
    {"RBDImage", "image", &t_string, 0, NULL},
    {"FSType", "fsType", &t_string, GO_OMIT_EMPTY, NULL},
    {"RBDPool", "pool", &t_string, GO_OMIT_EMPTY, NULL},
    {"RadosUser", "user", &t_string, GO_OMIT_EMPTY, NULL},
    {"Keyring", "keyring", &t_string, GO_OMIT_EMPTY, NULL},
    {"SecretRef", "secretRef", &t_v1_LocalObjectReference, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_RBDVolumeSource = {.index = 32,
                                                    .name = "v1.RBDVolumeSource",
                                                    .kind = GO_STRUCT,
                                                    .fields = t_v1_RBDVolumeSource_fields};
static const struct go_field t_v1_FlexVolumeSource_fields[] = {
    {"Driver", "driver", &t_string, 0, NULL},
    {"FSType", "fsType", &t_string, GO_OMIT_EMPTY, NULL},
    {"SecretRef", "secretRef", &t_v1_LocalObjectReference, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {"Options", "options", &t_map_string_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_FlexVolumeSource = {.index = 33,
                                                     .name = "v1.FlexVolumeSource",
                                                     .kind = GO_STRUCT,
                                                     .fields = t_v1_FlexVolumeSource_fields};
static const struct go_field t_v1_CinderVolumeSource_fields[] = {
    {"VolumeID", "volumeID", &t_string, 0, NULL},
    {"FSType", "fsType", &t_string, GO_OMIT_EMPTY, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {"SecretRef", "secretRef", &t_v1_LocalObjectReference, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_CinderVolumeSource = {.index = 34,
                                                       .name = "v1.CinderVolumeSource",
                                                       .kind = GO_STRUCT,
                                                       .fields = t_v1_CinderVolumeSource_fields};
static const struct go_field t_v1_CephFSVolumeSource_fields[] = {
    {"Monitors", "monitors", &t___string, 0, NULL},
    {"Path", "path", &t_string, GO_OMIT_EMPTY, NULL},
    {"User", "user", &t_string, GO_OMIT_EMPTY, NULL},
    {"SecretFile", "secretFile", &t_string, GO_OMIT_EMPTY, NULL},
    {"SecretRef", "secretRef", &t_v1_LocalObjectReference, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_CephFSVolumeSource = {.index = 35,
                                                       .name = "v1.CephFSVolumeSource",
                                                       .kind = GO_STRUCT,
                                                       .fields = t_v1_CephFSVolumeSource_fields};
static const struct go_field t_v1_FlockerVolumeSource_fields[] = {
    {"DatasetName", "datasetName", &t_string, GO_OMIT_EMPTY, NULL},
    {"DatasetUUID", "datasetUUID", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_FlockerVolumeSource = {.index = 36,
                                                        .name = "v1.FlockerVolumeSource",
                                                        .kind = GO_STRUCT,
                                                        .fields = t_v1_FlockerVolumeSource_fields};
static const struct go_field t_v1_ObjectFieldSelector_fields[] = {
    {"APIVersion", "apiVersion", &t_string, GO_OMIT_EMPTY, NULL},
    {"FieldPath", "fieldPath", &t_string, 0, NULL},
    {0},
};
static const struct go_type t_v1_ObjectFieldSelector = {.index = 37,
                                                        .name = "v1.ObjectFieldSelector",
                                                        .kind = GO_STRUCT,
                                                        .fields = t_v1_ObjectFieldSelector_fields};
static const struct go_field t_v1_ResourceFieldSelector_fields[] = {
    {"ContainerName", "containerName", &t_string, GO_OMIT_EMPTY, NULL},
    {"Resource", "resource", &t_string, 0, NULL},
    {"Divisor", "divisor", &t_resource_Quantity, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ResourceFieldSelector = {.index = 38,
                                                          .name = "v1.ResourceFieldSelector",
                                                          .kind = GO_STRUCT,
                                                          .fields =
                                                              t_v1_ResourceFieldSelector_fields};
static const struct go_field t_v1_DownwardAPIVolumeFile_fields[] = {
    {"Path", "path", &t_string, 0, NULL},
    {"FieldRef", "fieldRef", &t_v1_ObjectFieldSelector, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ResourceFieldRef", "resourceFieldRef", &t_v1_ResourceFieldSelector,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Mode", "mode", &t_int32, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_DownwardAPIVolumeFile = {.index = 39,
                                                          .name = "v1.DownwardAPIVolumeFile",
                                                          .kind = GO_STRUCT,
                                                          .fields =
                                                              t_v1_DownwardAPIVolumeFile_fields};
static const struct go_type t___v1_DownwardAPIVolumeFile = {.index = 40,
                                                            .name = "[]v1.DownwardAPIVolumeFile",
                                                            .kind = GO_LIST,
                                                            .element = &t_v1_DownwardAPIVolumeFile};
static const struct go_field t_v1_DownwardAPIVolumeSource_fields[] = {
    {"Items", "items", &t___v1_DownwardAPIVolumeFile, GO_OMIT_EMPTY, NULL},
    {"DefaultMode", "defaultMode", &t_int32, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_DownwardAPIVolumeSource = {
    .index = 41,
    .name = "v1.DownwardAPIVolumeSource",
    .kind = GO_STRUCT,
    .fields = t_v1_DownwardAPIVolumeSource_fields};
static const struct go_field t_v1_FCVolumeSource_fields[] = {
    {"TargetWWNs", "targetWWNs", &t___string, GO_OMIT_EMPTY, NULL},
    {"Lun", "lun", &t_int32, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"FSType", "fsType", &t_string, GO_OMIT_EMPTY, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {"WWIDs", "wwids", &t___string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_FCVolumeSource = {.index = 42,
                                                   .name = "v1.FCVolumeSource",
                                                   .kind = GO_STRUCT,
                                                   .fields = t_v1_FCVolumeSource_fields};
static const struct go_field t_v1_AzureFileVolumeSource_fields[] = {
    {"SecretName", "secretName", &t_string, 0, NULL},
    {"ShareName", "shareName", &t_string, 0, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_AzureFileVolumeSource = {.index = 43,
                                                          .name = "v1.AzureFileVolumeSource",
                                                          .kind = GO_STRUCT,
                                                          .fields =
                                                              t_v1_AzureFileVolumeSource_fields};
static const struct go_field t_v1_ConfigMapVolumeSource_fields[] = {
    {"LocalObjectReference", "", &t_v1_LocalObjectReference, GO_EMBEDDED | GO_INLINE, NULL},
    {"Items", "items", &t___v1_KeyToPath, GO_OMIT_EMPTY, NULL},
    {"DefaultMode", "defaultMode", &t_int32, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Optional", "optional", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ConfigMapVolumeSource = {.index = 44,
                                                          .name = "v1.ConfigMapVolumeSource",
                                                          .kind = GO_STRUCT,
                                                          .fields =
                                                              t_v1_ConfigMapVolumeSource_fields};
static const struct go_field t_v1_VsphereVirtualDiskVolumeSource_fields[] = {
    {"VolumePath", "volumePath", &t_string, 0, NULL},
    {"FSType", "fsType", &t_string, GO_OMIT_EMPTY, NULL},
    {"StoragePolicyName", "storagePolicyName", &t_string, GO_OMIT_EMPTY, NULL},
    {"StoragePolicyID", "storagePolicyID", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_VsphereVirtualDiskVolumeSource = {
    .index = 45,
    .name = "v1.VsphereVirtualDiskVolumeSource",
    .kind = GO_STRUCT,
    .fields = t_v1_VsphereVirtualDiskVolumeSource_fields};
static const struct go_field t_v1_QuobyteVolumeSource_fields[] = {
    {"Registry", "registry", &t_string, 0, NULL},
    {"Volume", "volume", &t_string, 0, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {"User", "user", &t_string, GO_OMIT_EMPTY, NULL},
    {"Group", "group", &t_string, GO_OMIT_EMPTY, NULL},
    {"Tenant", "tenant", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_QuobyteVolumeSource = {.index = 46,
                                                        .name = "v1.QuobyteVolumeSource",
                                                        .kind = GO_STRUCT,
                                                        .fields = t_v1_QuobyteVolumeSource_fields};
static const struct go_type t_v1_AzureDataDiskCachingMode = {
    .index = 47, .name = "v1.AzureDataDiskCachingMode", .kind = GO_TEXT};
static const struct go_type t_v1_AzureDataDiskKind = {
    .index = 48, .name = "v1.AzureDataDiskKind", .kind = GO_TEXT};
static const struct go_field t_v1_AzureDiskVolumeSource_fields[] = {
    {"DiskName", "diskName", &t_string, 0, NULL},
    {"DataDiskURI", "diskURI", &t_string, 0, NULL},
    {"CachingMode", "cachingMode", &t_v1_AzureDataDiskCachingMode, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {"FSType", "fsType", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Kind", "kind", &t_v1_AzureDataDiskKind, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_AzureDiskVolumeSource = {.index = 49,
                                                          .name = "v1.AzureDiskVolumeSource",
                                                          .kind = GO_STRUCT,
                                                          .fields =
                                                              t_v1_AzureDiskVolumeSource_fields};
static const struct go_field t_v1_PhotonPersistentDiskVolumeSource_fields[] = {
    {"PdID", "pdID", &t_string, 0, NULL},
    {"FSType", "fsType", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PhotonPersistentDiskVolumeSource = {
    .index = 50,
    .name = "v1.PhotonPersistentDiskVolumeSource",
    .kind = GO_STRUCT,
    .fields = t_v1_PhotonPersistentDiskVolumeSource_fields};
static const struct go_field t_v1_SecretProjection_fields[] = {
    {"LocalObjectReference", "", &t_v1_LocalObjectReference, GO_EMBEDDED | GO_INLINE, NULL},
    {"Items", "items", &t___v1_KeyToPath, GO_OMIT_EMPTY, NULL},
    {"Optional", "optional", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_SecretProjection = {.index = 51,
                                                     .name = "v1.SecretProjection",
                                                     .kind = GO_STRUCT,
                                                     .fields = t_v1_SecretProjection_fields};
static const struct go_field t_v1_DownwardAPIProjection_fields[] = {
    {"Items", "items", &t___v1_DownwardAPIVolumeFile, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_DownwardAPIProjection = {.index = 52,
                                                          .name = "v1.DownwardAPIProjection",
                                                          .kind = GO_STRUCT,
                                                          .fields =
                                                              t_v1_DownwardAPIProjection_fields};
static const struct go_field t_v1_ConfigMapProjection_fields[] = {
    {"LocalObjectReference", "", &t_v1_LocalObjectReference, GO_EMBEDDED | GO_INLINE, NULL},
    {"Items", "items", &t___v1_KeyToPath, GO_OMIT_EMPTY, NULL},
    {"Optional", "optional", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ConfigMapProjection = {.index = 53,
                                                        .name = "v1.ConfigMapProjection",
                                                        .kind = GO_STRUCT,
                                                        .fields = t_v1_ConfigMapProjection_fields};
static const struct go_field t_v1_ServiceAccountTokenProjection_fields[] = {
    {"Audience", "audience", &t_string, GO_OMIT_EMPTY, NULL},
    {"ExpirationSeconds", "expirationSeconds", &t_int64, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Path", "path", &t_string, 0, NULL},
    {0},
};
static const struct go_type t_v1_ServiceAccountTokenProjection = {
    .index = 54,
    .name = "v1.ServiceAccountTokenProjection",
    .kind = GO_STRUCT,
    .fields = t_v1_ServiceAccountTokenProjection_fields};
static const struct go_type t_v1_LabelSelectorOperator = {
    .index = 55, .name = "v1.LabelSelectorOperator", .kind = GO_TEXT};
static const struct go_field t_v1_LabelSelectorRequirement_fields[] = {
    {"Key", "key", &t_string, 0, NULL},
    {"Operator", "operator", &t_v1_LabelSelectorOperator, 0, NULL},
    {"Values", "values", &t___string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_LabelSelectorRequirement = {
    .index = 56,
    .name = "v1.LabelSelectorRequirement",
    .kind = GO_STRUCT,
    .fields = t_v1_LabelSelectorRequirement_fields};
static const struct go_type t___v1_LabelSelectorRequirement = {
    .index = 57,
    .name = "[]v1.LabelSelectorRequirement",
    .kind = GO_LIST,
    .element = &t_v1_LabelSelectorRequirement};
static const struct go_field t_v1_LabelSelector_fields[] = {
    {"MatchLabels", "matchLabels", &t_map_string_string, GO_OMIT_EMPTY, NULL},
    {"MatchExpressions", "matchExpressions", &t___v1_LabelSelectorRequirement, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_LabelSelector = {.index = 58,
                                                  .name = "v1.LabelSelector",
                                                  .kind = GO_STRUCT,
                                                  .fields = t_v1_LabelSelector_fields};
static const struct go_field t_v1_ClusterTrustBundleProjection_fields[] = {
    {"Name", "name", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"SignerName", "signerName", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"LabelSelector", "labelSelector", &t_v1_LabelSelector, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Optional", "optional", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Path", "path", &t_string, 0, NULL},
    {0},
};
static const struct go_type t_v1_ClusterTrustBundleProjection = {
    .index = 59,
    .name = "v1.ClusterTrustBundleProjection",
    .kind = GO_STRUCT,
    .fields = t_v1_ClusterTrustBundleProjection_fields};
static const struct go_field t_v1_PodCertificateProjection_fields[] = {
    {"SignerName", "signerName", &t_string, GO_OMIT_EMPTY, NULL},
    {"KeyType", "keyType", &t_string, GO_OMIT_EMPTY, NULL},
    {"MaxExpirationSeconds", "maxExpirationSeconds", &t_int32, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"CredentialBundlePath", "credentialBundlePath", &t_string, GO_OMIT_EMPTY, NULL},
    {"KeyPath", "keyPath", &t_string, GO_OMIT_EMPTY, NULL},
    {"CertificateChainPath", "certificateChainPath", &t_string, GO_OMIT_EMPTY, NULL},
    {"UserAnnotations", "userAnnotations", &t_map_string_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PodCertificateProjection = {
    .index = 60,
    .name = "v1.PodCertificateProjection",
    .kind = GO_STRUCT,
    .fields = t_v1_PodCertificateProjection_fields};
static const struct go_field t_v1_VolumeProjection_fields[] = {
    {"Secret", "secret", &t_v1_SecretProjection, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"DownwardAPI", "downwardAPI", &t_v1_DownwardAPIProjection, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ConfigMap", "configMap", &t_v1_ConfigMapProjection, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ServiceAccountToken", "serviceAccountToken", &t_v1_ServiceAccountTokenProjection,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ClusterTrustBundle", "clusterTrustBundle", &t_v1_ClusterTrustBundleProjection,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"PodCertificate", "podCertificate", &t_v1_PodCertificateProjection, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {0},
};
static const struct go_type t_v1_VolumeProjection = {.index = 61,
                                                     .name = "v1.VolumeProjection",
                                                     .kind = GO_STRUCT,
                                                     .fields = t_v1_VolumeProjection_fields};
static const struct go_type t___v1_VolumeProjection = {.index = 62,
                                                       .name = "[]v1.VolumeProjection",
                                                       .kind = GO_LIST,
                                                       .element = &t_v1_VolumeProjection};
static const struct go_field t_v1_ProjectedVolumeSource_fields[] = {
    {"Sources", "sources", &t___v1_VolumeProjection, 0, NULL},
    {"DefaultMode", "defaultMode", &t_int32, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ProjectedVolumeSource = {.index = 63,
                                                          .name = "v1.ProjectedVolumeSource",
                                                          .kind = GO_STRUCT,
                                                          .fields =
                                                              t_v1_ProjectedVolumeSource_fields};
static const struct go_field t_v1_PortworxVolumeSource_fields[] = {
    {"VolumeID", "volumeID", &t_string, 0, NULL},
    {"FSType", "fsType", &t_string, GO_OMIT_EMPTY, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PortworxVolumeSource = {.index = 64,
                                                         .name = "v1.PortworxVolumeSource",
                                                         .kind = GO_STRUCT,
                                                         .fields =
                                                             t_v1_PortworxVolumeSource_fields};
static const struct go_field t_v1_ScaleIOVolumeSource_fields[] = {
    {"Gateway", "gateway", &t_string, 0, NULL},
    {"System", "system", &t_string, 0, NULL},
    {"SecretRef", "secretRef", &t_v1_LocalObjectReference, GO_POINTER, NULL},
    {"SSLEnabled", "sslEnabled", &t_bool, GO_OMIT_EMPTY, NULL},
    {"ProtectionDomain", "protectionDomain", &t_string, GO_OMIT_EMPTY, NULL},
    {"StoragePool", "storagePool", &t_string, GO_OMIT_EMPTY, NULL},
    {"StorageMode", "storageMode", &t_string, GO_OMIT_EMPTY, NULL},
    {"VolumeName", "volumeName", &t_string, GO_OMIT_EMPTY, NULL},
    {"FSType", "fsType", &t_string, GO_OMIT_EMPTY, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ScaleIOVolumeSource = {.index = 65,
                                                        .name = "v1.ScaleIOVolumeSource",
                                                        .kind = GO_STRUCT,
                                                        .fields = t_v1_ScaleIOVolumeSource_fields};
static const struct go_field t_v1_StorageOSVolumeSource_fields[] = {
    {"VolumeName", "volumeName", &t_string, GO_OMIT_EMPTY, NULL},
    {"VolumeNamespace", "volumeNamespace", &t_string, GO_OMIT_EMPTY, NULL},
    {"FSType", "fsType", &t_string, GO_OMIT_EMPTY, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {"SecretRef", "secretRef", &t_v1_LocalObjectReference, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_StorageOSVolumeSource = {.index = 66,
                                                          .name = "v1.StorageOSVolumeSource",
                                                          .kind = GO_STRUCT,
                                                          .fields =
                                                              t_v1_StorageOSVolumeSource_fields};
static const struct go_field t_v1_CSIVolumeSource_fields[] = {
    {"Driver", "driver", &t_string, 0, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"FSType", "fsType", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"VolumeAttributes", "volumeAttributes", &t_map_string_string, GO_OMIT_EMPTY, NULL},
    {"NodePublishSecretRef", "nodePublishSecretRef", &t_v1_LocalObjectReference,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_CSIVolumeSource = {.index = 67,
                                                    .name = "v1.CSIVolumeSource",
                                                    .kind = GO_STRUCT,
                                                    .fields = t_v1_CSIVolumeSource_fields};
static const struct go_type t_v1_PersistentVolumeAccessMode = {
    .index = 68, .name = "v1.PersistentVolumeAccessMode", .kind = GO_TEXT};
static const struct go_type t___v1_PersistentVolumeAccessMode = {
    .index = 69,
    .name = "[]v1.PersistentVolumeAccessMode",
    .kind = GO_LIST,
    .element = &t_v1_PersistentVolumeAccessMode};
static const struct go_type t_v1_ResourceList = {
    .index = 70, .name = "v1.ResourceList", .kind = GO_MAP, .element = &t_resource_Quantity};
static const struct go_field t_v1_VolumeResourceRequirements_fields[] = {
    {"Limits", "limits", &t_v1_ResourceList, GO_OMIT_EMPTY, NULL},
    {"Requests", "requests", &t_v1_ResourceList, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_VolumeResourceRequirements = {
    .index = 71,
    .name = "v1.VolumeResourceRequirements",
    .kind = GO_STRUCT,
    .fields = t_v1_VolumeResourceRequirements_fields};
static const struct go_type t_v1_PersistentVolumeMode = {
    .index = 72, .name = "v1.PersistentVolumeMode", .kind = GO_TEXT};
static const struct go_field t_v1_TypedLocalObjectReference_fields[] = {
    {"APIGroup", "apiGroup", &t_string, GO_POINTER, NULL},
    {"Kind", "kind", &t_string, 0, NULL},
    {"Name", "name", &t_string, 0, NULL},
    {0},
};
static const struct go_type t_v1_TypedLocalObjectReference = {
    .index = 73,
    .name = "v1.TypedLocalObjectReference",
    .kind = GO_STRUCT,
    .fields = t_v1_TypedLocalObjectReference_fields};
static const struct go_field t_v1_TypedObjectReference_fields[] = {
    {"APIGroup", "apiGroup", &t_string, GO_POINTER, NULL},
    {"Kind", "kind", &t_string, 0, NULL},
    {"Name", "name", &t_string, 0, NULL},
    {"Namespace", "namespace", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_TypedObjectReference = {.index = 74,
                                                         .name = "v1.TypedObjectReference",
                                                         .kind = GO_STRUCT,
                                                         .fields =
                                                             t_v1_TypedObjectReference_fields};
static const struct go_field t_v1_PersistentVolumeClaimSpec_fields[] = {
    {"AccessModes", "accessModes", &t___v1_PersistentVolumeAccessMode, GO_OMIT_EMPTY, NULL},
    {"Selector", "selector", &t_v1_LabelSelector, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Resources", "resources", &t_v1_VolumeResourceRequirements, GO_OMIT_EMPTY, NULL},
    {"VolumeName", "volumeName", &t_string, GO_OMIT_EMPTY, NULL},
    {"StorageClassName", "storageClassName", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"VolumeMode", "volumeMode", &t_v1_PersistentVolumeMode, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"DataSource", "dataSource", &t_v1_TypedLocalObjectReference, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"DataSourceRef", "dataSourceRef", &t_v1_TypedObjectReference, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {"VolumeAttributesClassName", "volumeAttributesClassName", &t_string,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PersistentVolumeClaimSpec = {
    .index = 75,
    .name = "v1.PersistentVolumeClaimSpec",
    .kind = GO_STRUCT,
    .fields = t_v1_PersistentVolumeClaimSpec_fields};
static const struct go_field t_v1_PersistentVolumeClaimTemplate_fields[] = {
    {"ObjectMeta", "metadata", &t_v1_ObjectMeta, GO_OMIT_EMPTY | GO_EMBEDDED, NULL},
    {"Spec", "spec", &t_v1_PersistentVolumeClaimSpec, 0, NULL},
    {0},
};
static const struct go_type t_v1_PersistentVolumeClaimTemplate = {
    .index = 76,
    .name = "v1.PersistentVolumeClaimTemplate",
    .kind = GO_STRUCT,
    .fields = t_v1_PersistentVolumeClaimTemplate_fields};
static const struct go_field t_v1_EphemeralVolumeSource_fields[] = {
    {"VolumeClaimTemplate", "volumeClaimTemplate", &t_v1_PersistentVolumeClaimTemplate,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_EphemeralVolumeSource = {.index = 77,
                                                          .name = "v1.EphemeralVolumeSource",
                                                          .kind = GO_STRUCT,
                                                          .fields =
                                                              t_v1_EphemeralVolumeSource_fields};
static const struct go_type t_v1_PullPolicy = {
    .index = 78, .name = "v1.PullPolicy", .kind = GO_TEXT};
static const struct go_field t_v1_ImageVolumeSource_fields[] = {
    {"Reference", "reference", &t_string, GO_OMIT_EMPTY, NULL},
    {"PullPolicy", "pullPolicy", &t_v1_PullPolicy, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ImageVolumeSource = {.index = 79,
                                                      .name = "v1.ImageVolumeSource",
                                                      .kind = GO_STRUCT,
                                                      .fields = t_v1_ImageVolumeSource_fields};
static const struct go_field t_v1_VolumeSource_fields[] = {
    {"HostPath", "hostPath", &t_v1_HostPathVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"EmptyDir", "emptyDir", &t_v1_EmptyDirVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"GCEPersistentDisk", "gcePersistentDisk", &t_v1_GCEPersistentDiskVolumeSource,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"AWSElasticBlockStore", "awsElasticBlockStore", &t_v1_AWSElasticBlockStoreVolumeSource,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"GitRepo", "gitRepo", &t_v1_GitRepoVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Secret", "secret", &t_v1_SecretVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"NFS", "nfs", &t_v1_NFSVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ISCSI", "iscsi", &t_v1_ISCSIVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Glusterfs", "glusterfs", &t_v1_GlusterfsVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"PersistentVolumeClaim", "persistentVolumeClaim", &t_v1_PersistentVolumeClaimVolumeSource,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"RBD", "rbd", &t_v1_RBDVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"FlexVolume", "flexVolume", &t_v1_FlexVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Cinder", "cinder", &t_v1_CinderVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"CephFS", "cephfs", &t_v1_CephFSVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Flocker", "flocker", &t_v1_FlockerVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"DownwardAPI", "downwardAPI", &t_v1_DownwardAPIVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"FC", "fc", &t_v1_FCVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"AzureFile", "azureFile", &t_v1_AzureFileVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ConfigMap", "configMap", &t_v1_ConfigMapVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"VsphereVolume", "vsphereVolume", &t_v1_VsphereVirtualDiskVolumeSource,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Quobyte", "quobyte", &t_v1_QuobyteVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"AzureDisk", "azureDisk", &t_v1_AzureDiskVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"PhotonPersistentDisk", "photonPersistentDisk", &t_v1_PhotonPersistentDiskVolumeSource,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Projected", "projected", &t_v1_ProjectedVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"PortworxVolume", "portworxVolume", &t_v1_PortworxVolumeSource, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {"ScaleIO", "scaleIO", &t_v1_ScaleIOVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"StorageOS", "storageos", &t_v1_StorageOSVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"CSI", "csi", &t_v1_CSIVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Ephemeral", "ephemeral", &t_v1_EphemeralVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Image", "image", &t_v1_ImageVolumeSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_VolumeSource = {
    .index = 80, .name = "v1.VolumeSource", .kind = GO_STRUCT, .fields = t_v1_VolumeSource_fields};
static const struct go_field t_v1_Volume_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {"VolumeSource", "", &t_v1_VolumeSource, GO_EMBEDDED | GO_INLINE, NULL},
    {0},
};
static const struct go_type t_v1_Volume = {
    .index = 81, .name = "v1.Volume", .kind = GO_STRUCT, .fields = t_v1_Volume_fields};
static const struct go_type t___v1_Volume = {
    .index = 82, .name = "[]v1.Volume", .kind = GO_LIST, .element = &t_v1_Volume};
static const struct go_type t_v1_Protocol = {.index = 83, .name = "v1.Protocol", .kind = GO_TEXT};
static const struct go_field t_v1_ContainerPort_fields[] = {
    {"Name", "name", &t_string, GO_OMIT_EMPTY, NULL},
    {"HostPort", "hostPort", &t_int32, GO_OMIT_EMPTY, NULL},
    {"ContainerPort", "containerPort", &t_int32, 0, NULL},
    {"Protocol", "protocol", &t_v1_Protocol, GO_OMIT_EMPTY, NULL},
    {"HostIP", "hostIP", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ContainerPort = {.index = 84,
                                                  .name = "v1.ContainerPort",
                                                  .kind = GO_STRUCT,
                                                  .fields = t_v1_ContainerPort_fields};
static const struct go_type t___v1_ContainerPort = {
    .index = 85, .name = "[]v1.ContainerPort", .kind = GO_LIST, .element = &t_v1_ContainerPort};
static const struct go_field t_v1_ConfigMapEnvSource_fields[] = {
    {"LocalObjectReference", "", &t_v1_LocalObjectReference, GO_EMBEDDED | GO_INLINE, NULL},
    {"Optional", "optional", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ConfigMapEnvSource = {.index = 86,
                                                       .name = "v1.ConfigMapEnvSource",
                                                       .kind = GO_STRUCT,
                                                       .fields = t_v1_ConfigMapEnvSource_fields};
static const struct go_field t_v1_SecretEnvSource_fields[] = {
    {"LocalObjectReference", "", &t_v1_LocalObjectReference, GO_EMBEDDED | GO_INLINE, NULL},
    {"Optional", "optional", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_SecretEnvSource = {.index = 87,
                                                    .name = "v1.SecretEnvSource",
                                                    .kind = GO_STRUCT,
                                                    .fields = t_v1_SecretEnvSource_fields};
static const struct go_field t_v1_EnvFromSource_fields[] = {
    {"Prefix", "prefix", &t_string, GO_OMIT_EMPTY, NULL},
    {"ConfigMapRef", "configMapRef", &t_v1_ConfigMapEnvSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"SecretRef", "secretRef", &t_v1_SecretEnvSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_EnvFromSource = {.index = 88,
                                                  .name = "v1.EnvFromSource",
                                                  .kind = GO_STRUCT,
                                                  .fields = t_v1_EnvFromSource_fields};
static const struct go_type t___v1_EnvFromSource = {
    .index = 89, .name = "[]v1.EnvFromSource", .kind = GO_LIST, .element = &t_v1_EnvFromSource};
static const struct go_field t_v1_ConfigMapKeySelector_fields[] = {
    {"LocalObjectReference", "", &t_v1_LocalObjectReference, GO_EMBEDDED | GO_INLINE, NULL},
    {"Key", "key", &t_string, 0, NULL},
    {"Optional", "optional", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ConfigMapKeySelector = {.index = 90,
                                                         .name = "v1.ConfigMapKeySelector",
                                                         .kind = GO_STRUCT,
                                                         .fields =
                                                             t_v1_ConfigMapKeySelector_fields};
static const struct go_field t_v1_SecretKeySelector_fields[] = {
    {"LocalObjectReference", "", &t_v1_LocalObjectReference, GO_EMBEDDED | GO_INLINE, NULL},
    {"Key", "key", &t_string, 0, NULL},
    {"Optional", "optional", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_SecretKeySelector = {.index = 91,
                                                      .name = "v1.SecretKeySelector",
                                                      .kind = GO_STRUCT,
                                                      .fields = t_v1_SecretKeySelector_fields};
static const struct go_field t_v1_FileKeySelector_fields[] = {
    {"VolumeName", "volumeName", &t_string, 0, NULL},
    {"Path", "path", &t_string, 0, NULL},
    {"Key", "key", &t_string, 0, NULL},
    {"Optional", "optional", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_FileKeySelector = {.index = 92,
                                                    .name = "v1.FileKeySelector",
                                                    .kind = GO_STRUCT,
                                                    .fields = t_v1_FileKeySelector_fields};
static const struct go_field t_v1_EnvVarSource_fields[] = {
    {"FieldRef", "fieldRef", &t_v1_ObjectFieldSelector, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ResourceFieldRef", "resourceFieldRef", &t_v1_ResourceFieldSelector,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ConfigMapKeyRef", "configMapKeyRef", &t_v1_ConfigMapKeySelector, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {"SecretKeyRef", "secretKeyRef", &t_v1_SecretKeySelector, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"FileKeyRef", "fileKeyRef", &t_v1_FileKeySelector, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_EnvVarSource = {
    .index = 93, .name = "v1.EnvVarSource", .kind = GO_STRUCT, .fields = t_v1_EnvVarSource_fields};
static const struct go_field t_v1_EnvVar_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {"Value", "value", &t_string, GO_OMIT_EMPTY, NULL},
    {"ValueFrom", "valueFrom", &t_v1_EnvVarSource, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_EnvVar = {
    .index = 94, .name = "v1.EnvVar", .kind = GO_STRUCT, .fields = t_v1_EnvVar_fields};
static const struct go_type t___v1_EnvVar = {
    .index = 95, .name = "[]v1.EnvVar", .kind = GO_LIST, .element = &t_v1_EnvVar};
static const struct go_field t_v1_ResourceClaim_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {"Request", "request", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ResourceClaim = {.index = 96,
                                                  .name = "v1.ResourceClaim",
                                                  .kind = GO_STRUCT,
                                                  .fields = t_v1_ResourceClaim_fields};
static const struct go_type t___v1_ResourceClaim = {
    .index = 97, .name = "[]v1.ResourceClaim", .kind = GO_LIST, .element = &t_v1_ResourceClaim};
static const struct go_field t_v1_ResourceRequirements_fields[] = {
    {"Limits", "limits", &t_v1_ResourceList, GO_OMIT_EMPTY, NULL},
    {"Requests", "requests", &t_v1_ResourceList, GO_OMIT_EMPTY, NULL},
    {"Claims", "claims", &t___v1_ResourceClaim, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ResourceRequirements = {.index = 98,
                                                         .name = "v1.ResourceRequirements",
                                                         .kind = GO_STRUCT,
                                                         .fields =
                                                             t_v1_ResourceRequirements_fields};
static const struct go_type t_v1_ResourceName = {
    .index = 99, .name = "v1.ResourceName", .kind = GO_TEXT};
static const struct go_type t_v1_ResourceResizeRestartPolicy = {
    .index = 100, .name = "v1.ResourceResizeRestartPolicy", .kind = GO_TEXT};
static const struct go_field t_v1_ContainerResizePolicy_fields[] = {
    {"ResourceName", "resourceName", &t_v1_ResourceName, 0, NULL},
    {"RestartPolicy", "restartPolicy", &t_v1_ResourceResizeRestartPolicy, 0, NULL},
    {0},
};
static const struct go_type t_v1_ContainerResizePolicy = {.index = 101,
                                                          .name = "v1.ContainerResizePolicy",
                                                          .kind = GO_STRUCT,
                                                          .fields =
                                                              t_v1_ContainerResizePolicy_fields};
static const struct go_type t___v1_ContainerResizePolicy = {.index = 102,
                                                            .name = "[]v1.ContainerResizePolicy",
                                                            .kind = GO_LIST,
                                                            .element = &t_v1_ContainerResizePolicy};
static const struct go_type t_v1_ContainerRestartPolicy = {
    .index = 103, .name = "v1.ContainerRestartPolicy", .kind = GO_TEXT};
static const struct go_type t_v1_ContainerRestartRuleAction = {
    .index = 104, .name = "v1.ContainerRestartRuleAction", .kind = GO_TEXT};
static const struct go_type t_v1_ContainerRestartRuleOnExitCodesOperator = {
    .index = 105, .name = "v1.ContainerRestartRuleOnExitCodesOperator", .kind = GO_TEXT};
static const struct go_type t___int32 = {
    .index = 106, .name = "[]int32", .kind = GO_LIST, .element = &t_int32};
static const struct go_field t_v1_ContainerRestartRuleOnExitCodes_fields[] = {
    {"Operator", "operator", &t_v1_ContainerRestartRuleOnExitCodesOperator, GO_OMIT_EMPTY, NULL},
    {"Values", "values", &t___int32, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ContainerRestartRuleOnExitCodes = {
    .index = 107,
    .name = "v1.ContainerRestartRuleOnExitCodes",
    .kind = GO_STRUCT,
    .fields = t_v1_ContainerRestartRuleOnExitCodes_fields};
static const struct go_field t_v1_ContainerRestartRule_fields[] = {
    {"Action", "action", &t_v1_ContainerRestartRuleAction, GO_OMIT_EMPTY, NULL},
    {"ExitCodes", "exitCodes", &t_v1_ContainerRestartRuleOnExitCodes, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {0},
};
static const struct go_type t_v1_ContainerRestartRule = {.index = 108,
                                                         .name = "v1.ContainerRestartRule",
                                                         .kind = GO_STRUCT,
                                                         .fields =
                                                             t_v1_ContainerRestartRule_fields};
static const struct go_type t___v1_ContainerRestartRule = {.index = 109,
                                                           .name = "[]v1.ContainerRestartRule",
                                                           .kind = GO_LIST,
                                                           .element = &t_v1_ContainerRestartRule};
static const struct go_type t_v1_RecursiveReadOnlyMode = {
    .index = 110, .name = "v1.RecursiveReadOnlyMode", .kind = GO_TEXT};
static const struct go_type t_v1_MountPropagationMode = {
    .index = 111, .name = "v1.MountPropagationMode", .kind = GO_TEXT};
static const struct go_field t_v1_VolumeMount_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {"RecursiveReadOnly", "recursiveReadOnly", &t_v1_RecursiveReadOnlyMode,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"MountPath", "mountPath", &t_string, 0, NULL},
    {"SubPath", "subPath", &t_string, GO_OMIT_EMPTY, NULL},
    {"MountPropagation", "mountPropagation", &t_v1_MountPropagationMode, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {"SubPathExpr", "subPathExpr", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_VolumeMount = {
    .index = 112, .name = "v1.VolumeMount", .kind = GO_STRUCT, .fields = t_v1_VolumeMount_fields};
static const struct go_type t___v1_VolumeMount = {
    .index = 113, .name = "[]v1.VolumeMount", .kind = GO_LIST, .element = &t_v1_VolumeMount};
static const struct go_field t_v1_VolumeDevice_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {"DevicePath", "devicePath", &t_string, 0, NULL},
    {0},
};
static const struct go_type t_v1_VolumeDevice = {
    .index = 114, .name = "v1.VolumeDevice", .kind = GO_STRUCT, .fields = t_v1_VolumeDevice_fields};
static const struct go_type t___v1_VolumeDevice = {
    .index = 115, .name = "[]v1.VolumeDevice", .kind = GO_LIST, .element = &t_v1_VolumeDevice};
static const struct go_field t_v1_ExecAction_fields[] = {
    {"Command", "command", &t___string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ExecAction = {
    .index = 116, .name = "v1.ExecAction", .kind = GO_STRUCT, .fields = t_v1_ExecAction_fields};
static const struct go_type t_intstr_IntOrString = {
    .index = 117, .name = "intstr.IntOrString", .kind = GO_INT_OR_TEXT};
static const struct go_type t_v1_URIScheme = {
    .index = 118, .name = "v1.URIScheme", .kind = GO_TEXT};
static const struct go_field t_v1_HTTPHeader_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {"Value", "value", &t_string, 0, NULL},
    {0},
};
static const struct go_type t_v1_HTTPHeader = {
    .index = 119, .name = "v1.HTTPHeader", .kind = GO_STRUCT, .fields = t_v1_HTTPHeader_fields};
static const struct go_type t___v1_HTTPHeader = {
    .index = 120, .name = "[]v1.HTTPHeader", .kind = GO_LIST, .element = &t_v1_HTTPHeader};
static const struct go_field t_v1_HTTPGetAction_fields[] = {
    {"Path", "path", &t_string, GO_OMIT_EMPTY, NULL},
    {"Port", "port", &t_intstr_IntOrString, 0, NULL},
    {"Host", "host", &t_string, GO_OMIT_EMPTY, NULL},
    {"Scheme", "scheme", &t_v1_URIScheme, GO_OMIT_EMPTY, NULL},
    {"HTTPHeaders", "httpHeaders", &t___v1_HTTPHeader, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_HTTPGetAction = {.index = 121,
                                                  .name = "v1.HTTPGetAction",
                                                  .kind = GO_STRUCT,
                                                  .fields = t_v1_HTTPGetAction_fields};
static const struct go_field t_v1_TCPSocketAction_fields[] = {
    {"Port", "port", &t_intstr_IntOrString, 0, NULL},
    {"Host", "host", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_TCPSocketAction = {.index = 122,
                                                    .name = "v1.TCPSocketAction",
                                                    .kind = GO_STRUCT,
                                                    .fields = t_v1_TCPSocketAction_fields};
static const struct go_field t_v1_GRPCAction_fields[] = {
    {"Port", "port", &t_int32, 0, NULL},
    {"Service", "service", &t_string, GO_POINTER, NULL},
    {0},
};
static const struct go_type t_v1_GRPCAction = {
    .index = 123, .name = "v1.GRPCAction", .kind = GO_STRUCT, .fields = t_v1_GRPCAction_fields};
static const struct go_field t_v1_ProbeHandler_fields[] = {
    {"Exec", "exec", &t_v1_ExecAction, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"HTTPGet", "httpGet", &t_v1_HTTPGetAction, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"TCPSocket", "tcpSocket", &t_v1_TCPSocketAction, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"GRPC", "grpc", &t_v1_GRPCAction, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ProbeHandler = {
    .index = 124, .name = "v1.ProbeHandler", .kind = GO_STRUCT, .fields = t_v1_ProbeHandler_fields};
static const struct go_field t_v1_Probe_fields[] = {
    {"ProbeHandler", "", &t_v1_ProbeHandler, GO_EMBEDDED | GO_INLINE, NULL},
    {"InitialDelaySeconds", "initialDelaySeconds", &t_int32, GO_OMIT_EMPTY, NULL},
    {"TimeoutSeconds", "timeoutSeconds", &t_int32, GO_OMIT_EMPTY, NULL},
    {"PeriodSeconds", "periodSeconds", &t_int32, GO_OMIT_EMPTY, NULL},
    {"SuccessThreshold", "successThreshold", &t_int32, GO_OMIT_EMPTY, NULL},
    {"FailureThreshold", "failureThreshold", &t_int32, GO_OMIT_EMPTY, NULL},
    {"TerminationGracePeriodSeconds", "terminationGracePeriodSeconds", &t_int64,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_Probe = {
    .index = 125, .name = "v1.Probe", .kind = GO_STRUCT, .fields = t_v1_Probe_fields};
static const struct go_field t_v1_SleepAction_fields[] = {
    {"Seconds", "seconds", &t_int64, 0, NULL},
    {0},
};
static const struct go_type t_v1_SleepAction = {
    .index = 126, .name = "v1.SleepAction", .kind = GO_STRUCT, .fields = t_v1_SleepAction_fields};
static const struct go_field t_v1_LifecycleHandler_fields[] = {
    {"Exec", "exec", &t_v1_ExecAction, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"HTTPGet", "httpGet", &t_v1_HTTPGetAction, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"TCPSocket", "tcpSocket", &t_v1_TCPSocketAction, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Sleep", "sleep", &t_v1_SleepAction, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_LifecycleHandler = {.index = 127,
                                                     .name = "v1.LifecycleHandler",
                                                     .kind = GO_STRUCT,
                                                     .fields = t_v1_LifecycleHandler_fields};
static const struct go_type t_v1_Signal = {.index = 128, .name = "v1.Signal", .kind = GO_TEXT};
static const struct go_field t_v1_Lifecycle_fields[] = {
    {"PostStart", "postStart", &t_v1_LifecycleHandler, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"PreStop", "preStop", &t_v1_LifecycleHandler, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"StopSignal", "stopSignal", &t_v1_Signal, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_Lifecycle = {
    .index = 129, .name = "v1.Lifecycle", .kind = GO_STRUCT, .fields = t_v1_Lifecycle_fields};
static const struct go_type t_v1_TerminationMessagePolicy = {
    .index = 130, .name = "v1.TerminationMessagePolicy", .kind = GO_TEXT};
static const struct go_type t_v1_Capability = {
    .index = 131, .name = "v1.Capability", .kind = GO_TEXT};
static const struct go_type t___v1_Capability = {
    .index = 132, .name = "[]v1.Capability", .kind = GO_LIST, .element = &t_v1_Capability};
static const struct go_field t_v1_Capabilities_fields[] = {
    {"Add", "add", &t___v1_Capability, GO_OMIT_EMPTY, NULL},
    {"Drop", "drop", &t___v1_Capability, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_Capabilities = {
    .index = 133, .name = "v1.Capabilities", .kind = GO_STRUCT, .fields = t_v1_Capabilities_fields};
static const struct go_field t_v1_SELinuxOptions_fields[] = {
    {"User", "user", &t_string, GO_OMIT_EMPTY, NULL},
    {"Role", "role", &t_string, GO_OMIT_EMPTY, NULL},
    {"Type", "type", &t_string, GO_OMIT_EMPTY, NULL},
    {"Level", "level", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_SELinuxOptions = {.index = 134,
                                                   .name = "v1.SELinuxOptions",
                                                   .kind = GO_STRUCT,
                                                   .fields = t_v1_SELinuxOptions_fields};
static const struct go_field t_v1_WindowsSecurityContextOptions_fields[] = {
    {"GMSACredentialSpecName", "gmsaCredentialSpecName", &t_string, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {"GMSACredentialSpec", "gmsaCredentialSpec", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"RunAsUserName", "runAsUserName", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"HostProcess", "hostProcess", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_WindowsSecurityContextOptions = {
    .index = 135,
    .name = "v1.WindowsSecurityContextOptions",
    .kind = GO_STRUCT,
    .fields = t_v1_WindowsSecurityContextOptions_fields};
static const struct go_type t_v1_ProcMountType = {
    .index = 136, .name = "v1.ProcMountType", .kind = GO_TEXT};
static const struct go_type t_v1_SeccompProfileType = {
    .index = 137, .name = "v1.SeccompProfileType", .kind = GO_TEXT};
static const struct go_field t_v1_SeccompProfile_fields[] = {
    {"Type", "type", &t_v1_SeccompProfileType, 0, NULL},
    {"LocalhostProfile", "localhostProfile", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_SeccompProfile = {.index = 138,
                                                   .name = "v1.SeccompProfile",
                                                   .kind = GO_STRUCT,
                                                   .fields = t_v1_SeccompProfile_fields};
static const struct go_type t_v1_AppArmorProfileType = {
    .index = 139, .name = "v1.AppArmorProfileType", .kind = GO_TEXT};
static const struct go_field t_v1_AppArmorProfile_fields[] = {
    {"Type", "type", &t_v1_AppArmorProfileType, 0, NULL},
    {"LocalhostProfile", "localhostProfile", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_AppArmorProfile = {.index = 140,
                                                    .name = "v1.AppArmorProfile",
                                                    .kind = GO_STRUCT,
                                                    .fields = t_v1_AppArmorProfile_fields};
static const struct go_field t_v1_SecurityContext_fields[] = {
    {"Capabilities", "capabilities", &t_v1_Capabilities, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Privileged", "privileged", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"SELinuxOptions", "seLinuxOptions", &t_v1_SELinuxOptions, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"WindowsOptions", "windowsOptions", &t_v1_WindowsSecurityContextOptions,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"RunAsUser", "runAsUser", &t_int64, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"RunAsGroup", "runAsGroup", &t_int64, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"RunAsNonRoot", "runAsNonRoot", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ReadOnlyRootFilesystem", "readOnlyRootFilesystem", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"AllowPrivilegeEscalation", "allowPrivilegeEscalation", &t_bool, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {"ProcMount", "procMount", &t_v1_ProcMountType, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"SeccompProfile", "seccompProfile", &t_v1_SeccompProfile, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"AppArmorProfile", "appArmorProfile", &t_v1_AppArmorProfile, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_SecurityContext = {.index = 141,
                                                    .name = "v1.SecurityContext",
                                                    .kind = GO_STRUCT,
                                                    .fields = t_v1_SecurityContext_fields};
static const struct go_field t_v1_Container_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {"Image", "image", &t_string, GO_OMIT_EMPTY, NULL},
    {"Command", "command", &t___string, GO_OMIT_EMPTY, NULL},
    {"Args", "args", &t___string, GO_OMIT_EMPTY, NULL},
    {"WorkingDir", "workingDir", &t_string, GO_OMIT_EMPTY, NULL},
    {"Ports", "ports", &t___v1_ContainerPort, GO_OMIT_EMPTY, "containerPort"},
    {"EnvFrom", "envFrom", &t___v1_EnvFromSource, GO_OMIT_EMPTY, NULL},
    {"Env", "env", &t___v1_EnvVar, GO_OMIT_EMPTY, "name"},
    {"Resources", "resources", &t_v1_ResourceRequirements, GO_OMIT_EMPTY, NULL},
    {"ResizePolicy", "resizePolicy", &t___v1_ContainerResizePolicy, GO_OMIT_EMPTY, NULL},
    {"RestartPolicy", "restartPolicy", &t_v1_ContainerRestartPolicy, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {"RestartPolicyRules", "restartPolicyRules", &t___v1_ContainerRestartRule, GO_OMIT_EMPTY, NULL},
    {"VolumeMounts", "volumeMounts", &t___v1_VolumeMount, GO_OMIT_EMPTY, "mountPath"},
    {"VolumeDevices", "volumeDevices", &t___v1_VolumeDevice, GO_OMIT_EMPTY, "devicePath"},
    {"LivenessProbe", "livenessProbe", &t_v1_Probe, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ReadinessProbe", "readinessProbe", &t_v1_Probe, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"StartupProbe", "startupProbe", &t_v1_Probe, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Lifecycle", "lifecycle", &t_v1_Lifecycle, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"TerminationMessagePath", "terminationMessagePath", &t_string, GO_OMIT_EMPTY, NULL},
    {"TerminationMessagePolicy", "terminationMessagePolicy", &t_v1_TerminationMessagePolicy,
     GO_OMIT_EMPTY, NULL},
    {"ImagePullPolicy", "imagePullPolicy", &t_v1_PullPolicy, GO_OMIT_EMPTY, NULL},
    {"SecurityContext", "securityContext", &t_v1_SecurityContext, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Stdin", "stdin", &t_bool, GO_OMIT_EMPTY, NULL},
    {"StdinOnce", "stdinOnce", &t_bool, GO_OMIT_EMPTY, NULL},
    {"TTY", "tty", &t_bool, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_Container = {
    .index = 142, .name = "v1.Container", .kind = GO_STRUCT, .fields = t_v1_Container_fields};
static const struct go_type t___v1_Container = {
    .index = 143, .name = "[]v1.Container", .kind = GO_LIST, .element = &t_v1_Container};
static const struct go_field t_v1_EphemeralContainerCommon_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {"Image", "image", &t_string, GO_OMIT_EMPTY, NULL},
    {"Command", "command", &t___string, GO_OMIT_EMPTY, NULL},
    {"Args", "args", &t___string, GO_OMIT_EMPTY, NULL},
    {"WorkingDir", "workingDir", &t_string, GO_OMIT_EMPTY, NULL},
    {"Ports", "ports", &t___v1_ContainerPort, GO_OMIT_EMPTY, "containerPort"},
    {"EnvFrom", "envFrom", &t___v1_EnvFromSource, GO_OMIT_EMPTY, NULL},
    {"Env", "env", &t___v1_EnvVar, GO_OMIT_EMPTY, "name"},
    {"Resources", "resources", &t_v1_ResourceRequirements, GO_OMIT_EMPTY, NULL},
    {"ResizePolicy", "resizePolicy", &t___v1_ContainerResizePolicy, GO_OMIT_EMPTY, NULL},
    {"RestartPolicy", "restartPolicy", &t_v1_ContainerRestartPolicy, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {"RestartPolicyRules", "restartPolicyRules", &t___v1_ContainerRestartRule, GO_OMIT_EMPTY, NULL},
    {"VolumeMounts", "volumeMounts", &t___v1_VolumeMount, GO_OMIT_EMPTY, "mountPath"},
    {"VolumeDevices", "volumeDevices", &t___v1_VolumeDevice, GO_OMIT_EMPTY, "devicePath"},
    {"LivenessProbe", "livenessProbe", &t_v1_Probe, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ReadinessProbe", "readinessProbe", &t_v1_Probe, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"StartupProbe", "startupProbe", &t_v1_Probe, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Lifecycle", "lifecycle", &t_v1_Lifecycle, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"TerminationMessagePath", "terminationMessagePath", &t_string, GO_OMIT_EMPTY, NULL},
    {"TerminationMessagePolicy", "terminationMessagePolicy", &t_v1_TerminationMessagePolicy,
     GO_OMIT_EMPTY, NULL},
    {"ImagePullPolicy", "imagePullPolicy", &t_v1_PullPolicy, GO_OMIT_EMPTY, NULL},
    {"SecurityContext", "securityContext", &t_v1_SecurityContext, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Stdin", "stdin", &t_bool, GO_OMIT_EMPTY, NULL},
    {"StdinOnce", "stdinOnce", &t_bool, GO_OMIT_EMPTY, NULL},
    {"TTY", "tty", &t_bool, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_EphemeralContainerCommon = {
    .index = 144,
    .name = "v1.EphemeralContainerCommon",
    .kind = GO_STRUCT,
    .fields = t_v1_EphemeralContainerCommon_fields};
static const struct go_field t_v1_EphemeralContainer_fields[] = {
    {"EphemeralContainerCommon", "", &t_v1_EphemeralContainerCommon, GO_EMBEDDED | GO_INLINE, NULL},
    {"TargetContainerName", "targetContainerName", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_EphemeralContainer = {.index = 145,
                                                       .name = "v1.EphemeralContainer",
                                                       .kind = GO_STRUCT,
                                                       .fields = t_v1_EphemeralContainer_fields};
static const struct go_type t___v1_EphemeralContainer = {.index = 146,
                                                         .name = "[]v1.EphemeralContainer",
                                                         .kind = GO_LIST,
                                                         .element = &t_v1_EphemeralContainer};
static const struct go_type t_v1_RestartPolicy = {
    .index = 147, .name = "v1.RestartPolicy", .kind = GO_TEXT};
static const struct go_type t_v1_DNSPolicy = {
    .index = 148, .name = "v1.DNSPolicy", .kind = GO_TEXT};
static const struct go_type t___int64 = {
    .index = 149, .name = "[]int64", .kind = GO_LIST, .element = &t_int64};
static const struct go_type t_v1_SupplementalGroupsPolicy = {
    .index = 150, .name = "v1.SupplementalGroupsPolicy", .kind = GO_TEXT};
static const struct go_field t_v1_Sysctl_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {"Value", "value", &t_string, 0, NULL},
    {0},
};
static const struct go_type t_v1_Sysctl = {
    .index = 151, .name = "v1.Sysctl", .kind = GO_STRUCT, .fields = t_v1_Sysctl_fields};
static const struct go_type t___v1_Sysctl = {
    .index = 152, .name = "[]v1.Sysctl", .kind = GO_LIST, .element = &t_v1_Sysctl};
static const struct go_type t_v1_PodFSGroupChangePolicy = {
    .index = 153, .name = "v1.PodFSGroupChangePolicy", .kind = GO_TEXT};
static const struct go_type t_v1_PodSELinuxChangePolicy = {
    .index = 154, .name = "v1.PodSELinuxChangePolicy", .kind = GO_TEXT};
static const struct go_field t_v1_PodSecurityContext_fields[] = {
    {"SELinuxOptions", "seLinuxOptions", &t_v1_SELinuxOptions, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"WindowsOptions", "windowsOptions", &t_v1_WindowsSecurityContextOptions,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"RunAsUser", "runAsUser", &t_int64, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"RunAsGroup", "runAsGroup", &t_int64, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"RunAsNonRoot", "runAsNonRoot", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"SupplementalGroups", "supplementalGroups", &t___int64, GO_OMIT_EMPTY, NULL},
    {"SupplementalGroupsPolicy", "supplementalGroupsPolicy", &t_v1_SupplementalGroupsPolicy,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"FSGroup", "fsGroup", &t_int64, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Sysctls", "sysctls", &t___v1_Sysctl, GO_OMIT_EMPTY, NULL},
    {"FSGroupChangePolicy", "fsGroupChangePolicy", &t_v1_PodFSGroupChangePolicy,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"SeccompProfile", "seccompProfile", &t_v1_SeccompProfile, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"AppArmorProfile", "appArmorProfile", &t_v1_AppArmorProfile, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"SELinuxChangePolicy", "seLinuxChangePolicy", &t_v1_PodSELinuxChangePolicy,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PodSecurityContext = {.index = 155,
                                                       .name = "v1.PodSecurityContext",
                                                       .kind = GO_STRUCT,
                                                       .fields = t_v1_PodSecurityContext_fields};
static const struct go_type t___v1_LocalObjectReference = {.index = 156,
                                                           .name = "[]v1.LocalObjectReference",
                                                           .kind = GO_LIST,
                                                           .element = &t_v1_LocalObjectReference};
static const struct go_type t_v1_NodeSelectorOperator = {
    .index = 157, .name = "v1.NodeSelectorOperator", .kind = GO_TEXT};
static const struct go_field t_v1_NodeSelectorRequirement_fields[] = {
    {"Key", "key", &t_string, 0, NULL},
    {"Operator", "operator", &t_v1_NodeSelectorOperator, 0, NULL},
    {"Values", "values", &t___string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_NodeSelectorRequirement = {
    .index = 158,
    .name = "v1.NodeSelectorRequirement",
    .kind = GO_STRUCT,
    .fields = t_v1_NodeSelectorRequirement_fields};
static const struct go_type t___v1_NodeSelectorRequirement = {
    .index = 159,
    .name = "[]v1.NodeSelectorRequirement",
    .kind = GO_LIST,
    .element = &t_v1_NodeSelectorRequirement};
static const struct go_field t_v1_NodeSelectorTerm_fields[] = {
    {"MatchExpressions", "matchExpressions", &t___v1_NodeSelectorRequirement, GO_OMIT_EMPTY, NULL},
    {"MatchFields", "matchFields", &t___v1_NodeSelectorRequirement, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_NodeSelectorTerm = {.index = 160,
                                                     .name = "v1.NodeSelectorTerm",
                                                     .kind = GO_STRUCT,
                                                     .fields = t_v1_NodeSelectorTerm_fields};
static const struct go_type t___v1_NodeSelectorTerm = {.index = 161,
                                                       .name = "[]v1.NodeSelectorTerm",
                                                       .kind = GO_LIST,
                                                       .element = &t_v1_NodeSelectorTerm};
static const struct go_field t_v1_NodeSelector_fields[] = {
    {"NodeSelectorTerms", "nodeSelectorTerms", &t___v1_NodeSelectorTerm, 0, NULL},
    {0},
};
static const struct go_type t_v1_NodeSelector = {
    .index = 162, .name = "v1.NodeSelector", .kind = GO_STRUCT, .fields = t_v1_NodeSelector_fields};
static const struct go_field t_v1_PreferredSchedulingTerm_fields[] = {
    {"Weight", "weight", &t_int32, 0, NULL},
    {"Preference", "preference", &t_v1_NodeSelectorTerm, 0, NULL},
    {0},
};
static const struct go_type t_v1_PreferredSchedulingTerm = {
    .index = 163,
    .name = "v1.PreferredSchedulingTerm",
    .kind = GO_STRUCT,
    .fields = t_v1_PreferredSchedulingTerm_fields};
static const struct go_type t___v1_PreferredSchedulingTerm = {
    .index = 164,
    .name = "[]v1.PreferredSchedulingTerm",
    .kind = GO_LIST,
    .element = &t_v1_PreferredSchedulingTerm};
static const struct go_field t_v1_NodeAffinity_fields[] = {
    {"RequiredDuringSchedulingIgnoredDuringExecution",
     "requiredDuringSchedulingIgnoredDuringExecution", &t_v1_NodeSelector,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"PreferredDuringSchedulingIgnoredDuringExecution",
     "preferredDuringSchedulingIgnoredDuringExecution", &t___v1_PreferredSchedulingTerm,
     GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_NodeAffinity = {
    .index = 165, .name = "v1.NodeAffinity", .kind = GO_STRUCT, .fields = t_v1_NodeAffinity_fields};
static const struct go_field t_v1_PodAffinityTerm_fields[] = {
    {"LabelSelector", "labelSelector", &t_v1_LabelSelector, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Namespaces", "namespaces", &t___string, GO_OMIT_EMPTY, NULL},
    {"TopologyKey", "topologyKey", &t_string, 0, NULL},
    {"NamespaceSelector", "namespaceSelector", &t_v1_LabelSelector, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {"MatchLabelKeys", "matchLabelKeys", &t___string, GO_OMIT_EMPTY, NULL},
    {"MismatchLabelKeys", "mismatchLabelKeys", &t___string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PodAffinityTerm = {.index = 166,
                                                    .name = "v1.PodAffinityTerm",
                                                    .kind = GO_STRUCT,
                                                    .fields = t_v1_PodAffinityTerm_fields};
static const struct go_type t___v1_PodAffinityTerm = {.index = 167,
                                                      .name = "[]v1.PodAffinityTerm",
                                                      .kind = GO_LIST,
                                                      .element = &t_v1_PodAffinityTerm};
static const struct go_field t_v1_WeightedPodAffinityTerm_fields[] = {
    {"Weight", "weight", &t_int32, 0, NULL},
    {"PodAffinityTerm", "podAffinityTerm", &t_v1_PodAffinityTerm, 0, NULL},
    {0},
};
static const struct go_type t_v1_WeightedPodAffinityTerm = {
    .index = 168,
    .name = "v1.WeightedPodAffinityTerm",
    .kind = GO_STRUCT,
    .fields = t_v1_WeightedPodAffinityTerm_fields};
static const struct go_type t___v1_WeightedPodAffinityTerm = {
    .index = 169,
    .name = "[]v1.WeightedPodAffinityTerm",
    .kind = GO_LIST,
    .element = &t_v1_WeightedPodAffinityTerm};
static const struct go_field t_v1_PodAffinity_fields[] = {
    {"RequiredDuringSchedulingIgnoredDuringExecution",
     "requiredDuringSchedulingIgnoredDuringExecution", &t___v1_PodAffinityTerm, GO_OMIT_EMPTY,
     NULL},
    {"PreferredDuringSchedulingIgnoredDuringExecution",
     "preferredDuringSchedulingIgnoredDuringExecution", &t___v1_WeightedPodAffinityTerm,
     GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PodAffinity = {
    .index = 170, .name = "v1.PodAffinity", .kind = GO_STRUCT, .fields = t_v1_PodAffinity_fields};
static const struct go_field t_v1_PodAntiAffinity_fields[] = {
    {"RequiredDuringSchedulingIgnoredDuringExecution",
     "requiredDuringSchedulingIgnoredDuringExecution", &t___v1_PodAffinityTerm, GO_OMIT_EMPTY,
     NULL},
    {"PreferredDuringSchedulingIgnoredDuringExecution",
     "preferredDuringSchedulingIgnoredDuringExecution", &t___v1_WeightedPodAffinityTerm,
     GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PodAntiAffinity = {.index = 171,
                                                    .name = "v1.PodAntiAffinity",
                                                    .kind = GO_STRUCT,
                                                    .fields = t_v1_PodAntiAffinity_fields};
static const struct go_field t_v1_Affinity_fields[] = {
    {"NodeAffinity", "nodeAffinity", &t_v1_NodeAffinity, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"PodAffinity", "podAffinity", &t_v1_PodAffinity, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"PodAntiAffinity", "podAntiAffinity", &t_v1_PodAntiAffinity, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_Affinity = {
    .index = 172, .name = "v1.Affinity", .kind = GO_STRUCT, .fields = t_v1_Affinity_fields};
static const struct go_type t_v1_TolerationOperator = {
    .index = 173, .name = "v1.TolerationOperator", .kind = GO_TEXT};
static const struct go_type t_v1_TaintEffect = {
    .index = 174, .name = "v1.TaintEffect", .kind = GO_TEXT};
static const struct go_field t_v1_Toleration_fields[] = {
    {"Key", "key", &t_string, GO_OMIT_EMPTY, NULL},
    {"Operator", "operator", &t_v1_TolerationOperator, GO_OMIT_EMPTY, NULL},
    {"Value", "value", &t_string, GO_OMIT_EMPTY, NULL},
    {"Effect", "effect", &t_v1_TaintEffect, GO_OMIT_EMPTY, NULL},
    {"TolerationSeconds", "tolerationSeconds", &t_int64, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_Toleration = {
    .index = 175, .name = "v1.Toleration", .kind = GO_STRUCT, .fields = t_v1_Toleration_fields};
static const struct go_type t___v1_Toleration = {
    .index = 176, .name = "[]v1.Toleration", .kind = GO_LIST, .element = &t_v1_Toleration};
static const struct go_field t_v1_HostAlias_fields[] = {
    {"IP", "ip", &t_string, 0, NULL},
    {"Hostnames", "hostnames", &t___string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_HostAlias = {
    .index = 177, .name = "v1.HostAlias", .kind = GO_STRUCT, .fields = t_v1_HostAlias_fields};
static const struct go_type t___v1_HostAlias = {
    .index = 178, .name = "[]v1.HostAlias", .kind = GO_LIST, .element = &t_v1_HostAlias};
static const struct go_field t_v1_PodDNSConfigOption_fields[] = {
    {"Name", "name", &t_string, GO_OMIT_EMPTY, NULL},
    {"Value", "value", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PodDNSConfigOption = {.index = 179,
                                                       .name = "v1.PodDNSConfigOption",
                                                       .kind = GO_STRUCT,
                                                       .fields = t_v1_PodDNSConfigOption_fields};
static const struct go_type t___v1_PodDNSConfigOption = {.index = 180,
                                                         .name = "[]v1.PodDNSConfigOption",
                                                         .kind = GO_LIST,
                                                         .element = &t_v1_PodDNSConfigOption};
static const struct go_field t_v1_PodDNSConfig_fields[] = {
    {"Nameservers", "nameservers", &t___string, GO_OMIT_EMPTY, NULL},
    {"Searches", "searches", &t___string, GO_OMIT_EMPTY, NULL},
    {"Options", "options", &t___v1_PodDNSConfigOption, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PodDNSConfig = {
    .index = 181, .name = "v1.PodDNSConfig", .kind = GO_STRUCT, .fields = t_v1_PodDNSConfig_fields};
static const struct go_type t_v1_PodConditionType = {
    .index = 182, .name = "v1.PodConditionType", .kind = GO_TEXT};
static const struct go_field t_v1_PodReadinessGate_fields[] = {
    {"ConditionType", "conditionType", &t_v1_PodConditionType, 0, NULL},
    {0},
};
static const struct go_type t_v1_PodReadinessGate = {.index = 183,
                                                     .name = "v1.PodReadinessGate",
                                                     .kind = GO_STRUCT,
                                                     .fields = t_v1_PodReadinessGate_fields};
static const struct go_type t___v1_PodReadinessGate = {.index = 184,
                                                       .name = "[]v1.PodReadinessGate",
                                                       .kind = GO_LIST,
                                                       .element = &t_v1_PodReadinessGate};
static const struct go_type t_v1_PreemptionPolicy = {
    .index = 185, .name = "v1.PreemptionPolicy", .kind = GO_TEXT};
static const struct go_type t_v1_UnsatisfiableConstraintAction = {
    .index = 186, .name = "v1.UnsatisfiableConstraintAction", .kind = GO_TEXT};
static const struct go_type t_v1_NodeInclusionPolicy = {
    .index = 187, .name = "v1.NodeInclusionPolicy", .kind = GO_TEXT};
static const struct go_field t_v1_TopologySpreadConstraint_fields[] = {
    {"MaxSkew", "maxSkew", &t_int32, 0, NULL},
    {"TopologyKey", "topologyKey", &t_string, 0, NULL},
    {"WhenUnsatisfiable", "whenUnsatisfiable", &t_v1_UnsatisfiableConstraintAction, 0, NULL},
    {"LabelSelector", "labelSelector", &t_v1_LabelSelector, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"MinDomains", "minDomains", &t_int32, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"NodeAffinityPolicy", "nodeAffinityPolicy", &t_v1_NodeInclusionPolicy,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"NodeTaintsPolicy", "nodeTaintsPolicy", &t_v1_NodeInclusionPolicy, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {"MatchLabelKeys", "matchLabelKeys", &t___string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_TopologySpreadConstraint = {
    .index = 188,
    .name = "v1.TopologySpreadConstraint",
    .kind = GO_STRUCT,
    .fields = t_v1_TopologySpreadConstraint_fields};
static const struct go_type t___v1_TopologySpreadConstraint = {
    .index = 189,
    .name = "[]v1.TopologySpreadConstraint",
    .kind = GO_LIST,
    .element = &t_v1_TopologySpreadConstraint};
static const struct go_type t_v1_OSName = {.index = 190, .name = "v1.OSName", .kind = GO_TEXT};
static const struct go_field t_v1_PodOS_fields[] = {
    {"Name", "name", &t_v1_OSName, 0, NULL},
    {0},
};
static const struct go_type t_v1_PodOS = {
    .index = 191, .name = "v1.PodOS", .kind = GO_STRUCT, .fields = t_v1_PodOS_fields};
static const struct go_field t_v1_PodSchedulingGate_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {0},
};
static const struct go_type t_v1_PodSchedulingGate = {.index = 192,
                                                      .name = "v1.PodSchedulingGate",
                                                      .kind = GO_STRUCT,
                                                      .fields = t_v1_PodSchedulingGate_fields};
static const struct go_type t___v1_PodSchedulingGate = {.index = 193,
                                                        .name = "[]v1.PodSchedulingGate",
                                                        .kind = GO_LIST,
                                                        .element = &t_v1_PodSchedulingGate};
static const struct go_field t_v1_PodResourceClaim_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {"ResourceClaimName", "resourceClaimName", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ResourceClaimTemplateName", "resourceClaimTemplateName", &t_string,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PodResourceClaim = {.index = 194,
                                                     .name = "v1.PodResourceClaim",
                                                     .kind = GO_STRUCT,
                                                     .fields = t_v1_PodResourceClaim_fields};
static const struct go_type t___v1_PodResourceClaim = {.index = 195,
                                                       .name = "[]v1.PodResourceClaim",
                                                       .kind = GO_LIST,
                                                       .element = &t_v1_PodResourceClaim};
static const struct go_field t_v1_PodSchedulingGroup_fields[] = {
    {"PodGroupName", "podGroupName", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PodSchedulingGroup = {.index = 196,
                                                       .name = "v1.PodSchedulingGroup",
                                                       .kind = GO_STRUCT,
                                                       .fields = t_v1_PodSchedulingGroup_fields};
static const struct go_field t_v1_PodSpec_fields[] = {
    {"Volumes", "volumes", &t___v1_Volume, GO_OMIT_EMPTY, "name"},
    {"InitContainers", "initContainers", &t___v1_Container, GO_OMIT_EMPTY, "name"},
    {"Containers", "containers", &t___v1_Container, 0, "name"},
    {"EphemeralContainers", "ephemeralContainers", &t___v1_EphemeralContainer, GO_OMIT_EMPTY,
     "name"},
    {"RestartPolicy", "restartPolicy", &t_v1_RestartPolicy, GO_OMIT_EMPTY, NULL},
    {"TerminationGracePeriodSeconds", "terminationGracePeriodSeconds", &t_int64,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ActiveDeadlineSeconds", "activeDeadlineSeconds", &t_int64, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"DNSPolicy", "dnsPolicy", &t_v1_DNSPolicy, GO_OMIT_EMPTY, NULL},
    {"NodeSelector", "nodeSelector", &t_map_string_string, GO_OMIT_EMPTY, NULL},
    {"ServiceAccountName", "serviceAccountName", &t_string, GO_OMIT_EMPTY, NULL},
    {"DeprecatedServiceAccount", "serviceAccount", &t_string, GO_OMIT_EMPTY, NULL},
    {"AutomountServiceAccountToken", "automountServiceAccountToken", &t_bool,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"NodeName", "nodeName", &t_string, GO_OMIT_EMPTY, NULL},
    {"HostNetwork", "hostNetwork", &t_bool, GO_OMIT_EMPTY, NULL},
    {"HostPID", "hostPID", &t_bool, GO_OMIT_EMPTY, NULL},
    {"HostIPC", "hostIPC", &t_bool, GO_OMIT_EMPTY, NULL},
    {"ShareProcessNamespace", "shareProcessNamespace", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"SecurityContext", "securityContext", &t_v1_PodSecurityContext, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {"ImagePullSecrets", "imagePullSecrets", &t___v1_LocalObjectReference, GO_OMIT_EMPTY, "name"},
    {"Hostname", "hostname", &t_string, GO_OMIT_EMPTY, NULL},
    {"Subdomain", "subdomain", &t_string, GO_OMIT_EMPTY, NULL},
    {"Affinity", "affinity", &t_v1_Affinity, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"SchedulerName", "schedulerName", &t_string, GO_OMIT_EMPTY, NULL},
    {"Tolerations", "tolerations", &t___v1_Toleration, GO_OMIT_EMPTY, NULL},
    {"HostAliases", "hostAliases", &t___v1_HostAlias, GO_OMIT_EMPTY, "ip"},
    {"PriorityClassName", "priorityClassName", &t_string, GO_OMIT_EMPTY, NULL},
    {"Priority", "priority", &t_int32, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"DNSConfig", "dnsConfig", &t_v1_PodDNSConfig, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"ReadinessGates", "readinessGates", &t___v1_PodReadinessGate, GO_OMIT_EMPTY, NULL},
    {"RuntimeClassName", "runtimeClassName", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"EnableServiceLinks", "enableServiceLinks", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"PreemptionPolicy", "preemptionPolicy", &t_v1_PreemptionPolicy, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {"Overhead", "overhead", &t_v1_ResourceList, GO_OMIT_EMPTY, NULL},
    {"TopologySpreadConstraints", "topologySpreadConstraints", &t___v1_TopologySpreadConstraint,
     GO_OMIT_EMPTY, "topologyKey"},
    {"SetHostnameAsFQDN", "setHostnameAsFQDN", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"OS", "os", &t_v1_PodOS, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"HostUsers", "hostUsers", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"SchedulingGates", "schedulingGates", &t___v1_PodSchedulingGate, GO_OMIT_EMPTY, "name"},
    {"ResourceClaims", "resourceClaims", &t___v1_PodResourceClaim, GO_OMIT_EMPTY, "name"},
    {"Resources", "resources", &t_v1_ResourceRequirements, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"HostnameOverride", "hostnameOverride", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"SchedulingGroup", "schedulingGroup", &t_v1_PodSchedulingGroup, GO_POINTER | GO_OMIT_EMPTY,
     NULL},
    {0},
};
static const struct go_type t_v1_PodSpec = {
    .index = 197, .name = "v1.PodSpec", .kind = GO_STRUCT, .fields = t_v1_PodSpec_fields};
static const struct go_type t_v1_PodPhase = {.index = 198, .name = "v1.PodPhase", .kind = GO_TEXT};
static const struct go_type t_v1_ConditionStatus = {
    .index = 199, .name = "v1.ConditionStatus", .kind = GO_TEXT};
static const struct go_field t_v1_PodCondition_fields[] = {
    {"Type", "type", &t_v1_PodConditionType, 0, NULL},
    {"ObservedGeneration", "observedGeneration", &t_int64, GO_OMIT_EMPTY, NULL},
    {"Status", "status", &t_v1_ConditionStatus, 0, NULL},
    {"LastProbeTime", "lastProbeTime", &t_v1_Time, GO_OMIT_EMPTY, NULL},
    {"LastTransitionTime", "lastTransitionTime", &t_v1_Time, GO_OMIT_EMPTY, NULL},
    {"Reason", "reason", &t_string, GO_OMIT_EMPTY, NULL},
    {"Message", "message", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PodCondition = {
    .index = 200, .name = "v1.PodCondition", .kind = GO_STRUCT, .fields = t_v1_PodCondition_fields};
static const struct go_type t___v1_PodCondition = {
    .index = 201, .name = "[]v1.PodCondition", .kind = GO_LIST, .element = &t_v1_PodCondition};
static const struct go_field t_v1_HostIP_fields[] = {
    {"IP", "ip", &t_string, 0, NULL},
    {0},
};
static const struct go_type t_v1_HostIP = {
    .index = 202, .name = "v1.HostIP", .kind = GO_STRUCT, .fields = t_v1_HostIP_fields};
static const struct go_type t___v1_HostIP = {
    .index = 203, .name = "[]v1.HostIP", .kind = GO_LIST, .element = &t_v1_HostIP};
static const struct go_field t_v1_PodIP_fields[] = {
    {"IP", "ip", &t_string, 0, NULL},
    {0},
};
static const struct go_type t_v1_PodIP = {
    .index = 204, .name = "v1.PodIP", .kind = GO_STRUCT, .fields = t_v1_PodIP_fields};
static const struct go_type t___v1_PodIP = {
    .index = 205, .name = "[]v1.PodIP", .kind = GO_LIST, .element = &t_v1_PodIP};
static const struct go_field t_v1_ContainerStateWaiting_fields[] = {
    {"Reason", "reason", &t_string, GO_OMIT_EMPTY, NULL},
    {"Message", "message", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ContainerStateWaiting = {.index = 206,
                                                          .name = "v1.ContainerStateWaiting",
                                                          .kind = GO_STRUCT,
                                                          .fields =
                                                              t_v1_ContainerStateWaiting_fields};
static const struct go_field t_v1_ContainerStateRunning_fields[] = {
    {"StartedAt", "startedAt", &t_v1_Time, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ContainerStateRunning = {.index = 207,
                                                          .name = "v1.ContainerStateRunning",
                                                          .kind = GO_STRUCT,
                                                          .fields =
                                                              t_v1_ContainerStateRunning_fields};
static const struct go_field t_v1_ContainerStateTerminated_fields[] = {
    {"ExitCode", "exitCode", &t_int32, 0, NULL},
    {"Signal", "signal", &t_int32, GO_OMIT_EMPTY, NULL},
    {"Reason", "reason", &t_string, GO_OMIT_EMPTY, NULL},
    {"Message", "message", &t_string, GO_OMIT_EMPTY, NULL},
    {"StartedAt", "startedAt", &t_v1_Time, GO_OMIT_EMPTY, NULL},
    {"FinishedAt", "finishedAt", &t_v1_Time, GO_OMIT_EMPTY, NULL},
    {"ContainerID", "containerID", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ContainerStateTerminated = {
    .index = 208,
    .name = "v1.ContainerStateTerminated",
    .kind = GO_STRUCT,
    .fields = t_v1_ContainerStateTerminated_fields};
static const struct go_field t_v1_ContainerState_fields[] = {
    {"Waiting", "waiting", &t_v1_ContainerStateWaiting, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Running", "running", &t_v1_ContainerStateRunning, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"Terminated", "terminated", &t_v1_ContainerStateTerminated, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ContainerState = {.index = 209,
                                                   .name = "v1.ContainerState",
                                                   .kind = GO_STRUCT,
                                                   .fields = t_v1_ContainerState_fields};
static const struct go_field t_v1_ImageVolumeStatus_fields[] = {
    {"ImageRef", "imageRef", &t_string, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ImageVolumeStatus = {.index = 210,
                                                      .name = "v1.ImageVolumeStatus",
                                                      .kind = GO_STRUCT,
                                                      .fields = t_v1_ImageVolumeStatus_fields};
static const struct go_field t_v1_VolumeStatus_fields[] = {
    {"Image", "image", &t_v1_ImageVolumeStatus, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_VolumeStatus = {
    .index = 211, .name = "v1.VolumeStatus", .kind = GO_STRUCT, .fields = t_v1_VolumeStatus_fields};
static const struct go_field t_v1_VolumeMountStatus_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {"MountPath", "mountPath", &t_string, 0, NULL},
    {"ReadOnly", "readOnly", &t_bool, GO_OMIT_EMPTY, NULL},
    {"RecursiveReadOnly", "recursiveReadOnly", &t_v1_RecursiveReadOnlyMode,
     GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"VolumeStatus", "volumeStatus", &t_v1_VolumeStatus, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_VolumeMountStatus = {.index = 212,
                                                      .name = "v1.VolumeMountStatus",
                                                      .kind = GO_STRUCT,
                                                      .fields = t_v1_VolumeMountStatus_fields};
static const struct go_type t___v1_VolumeMountStatus = {.index = 213,
                                                        .name = "[]v1.VolumeMountStatus",
                                                        .kind = GO_LIST,
                                                        .element = &t_v1_VolumeMountStatus};
static const struct go_field t_v1_LinuxContainerUser_fields[] = {
    {"UID", "uid", &t_int64, 0, NULL},
    {"GID", "gid", &t_int64, 0, NULL},
    {"SupplementalGroups", "supplementalGroups", &t___int64, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_LinuxContainerUser = {.index = 214,
                                                       .name = "v1.LinuxContainerUser",
                                                       .kind = GO_STRUCT,
                                                       .fields = t_v1_LinuxContainerUser_fields};
static const struct go_field t_v1_ContainerUser_fields[] = {
    {"Linux", "linux", &t_v1_LinuxContainerUser, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ContainerUser = {.index = 215,
                                                  .name = "v1.ContainerUser",
                                                  .kind = GO_STRUCT,
                                                  .fields = t_v1_ContainerUser_fields};
static const struct go_type t_v1_ResourceID = {
    .index = 216, .name = "v1.ResourceID", .kind = GO_TEXT};
static const struct go_type t_v1_ResourceHealthStatus = {
    .index = 217, .name = "v1.ResourceHealthStatus", .kind = GO_TEXT};
static const struct go_field t_v1_ResourceHealth_fields[] = {
    {"ResourceID", "resourceID", &t_v1_ResourceID, 0, NULL},
    {"Health", "health", &t_v1_ResourceHealthStatus, GO_OMIT_EMPTY, NULL},
    {"Message", "message", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ResourceHealth = {.index = 218,
                                                   .name = "v1.ResourceHealth",
                                                   .kind = GO_STRUCT,
                                                   .fields = t_v1_ResourceHealth_fields};
static const struct go_type t___v1_ResourceHealth = {
    .index = 219, .name = "[]v1.ResourceHealth", .kind = GO_LIST, .element = &t_v1_ResourceHealth};
static const struct go_field t_v1_ResourceStatus_fields[] = {
    {"Name", "name", &t_v1_ResourceName, 0, NULL},
    {"Resources", "resources", &t___v1_ResourceHealth, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ResourceStatus = {.index = 220,
                                                   .name = "v1.ResourceStatus",
                                                   .kind = GO_STRUCT,
                                                   .fields = t_v1_ResourceStatus_fields};
static const struct go_type t___v1_ResourceStatus = {
    .index = 221, .name = "[]v1.ResourceStatus", .kind = GO_LIST, .element = &t_v1_ResourceStatus};
static const struct go_field t_v1_ContainerStatus_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {"State", "state", &t_v1_ContainerState, GO_OMIT_EMPTY, NULL},
    {"LastTerminationState", "lastState", &t_v1_ContainerState, GO_OMIT_EMPTY, NULL},
    {"Ready", "ready", &t_bool, 0, NULL},
    {"RestartCount", "restartCount", &t_int32, 0, NULL},
    {"Image", "image", &t_string, 0, NULL},
    {"ImageID", "imageID", &t_string, 0, NULL},
    {"ContainerID", "containerID", &t_string, GO_OMIT_EMPTY, NULL},
    {"Started", "started", &t_bool, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"AllocatedResources", "allocatedResources", &t_v1_ResourceList, GO_OMIT_EMPTY, NULL},
    {"Resources", "resources", &t_v1_ResourceRequirements, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"VolumeMounts", "volumeMounts", &t___v1_VolumeMountStatus, GO_OMIT_EMPTY, "mountPath"},
    {"User", "user", &t_v1_ContainerUser, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"AllocatedResourcesStatus", "allocatedResourcesStatus", &t___v1_ResourceStatus, GO_OMIT_EMPTY,
     "name"},
    {"StopSignal", "stopSignal", &t_v1_Signal, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_ContainerStatus = {.index = 222,
                                                    .name = "v1.ContainerStatus",
                                                    .kind = GO_STRUCT,
                                                    .fields = t_v1_ContainerStatus_fields};
static const struct go_type t___v1_ContainerStatus = {.index = 223,
                                                      .name = "[]v1.ContainerStatus",
                                                      .kind = GO_LIST,
                                                      .element = &t_v1_ContainerStatus};
static const struct go_type t_v1_PodQOSClass = {
    .index = 224, .name = "v1.PodQOSClass", .kind = GO_TEXT};
static const struct go_type t_v1_PodResizeStatus = {
    .index = 225, .name = "v1.PodResizeStatus", .kind = GO_TEXT};
static const struct go_field t_v1_PodResourceClaimStatus_fields[] = {
    {"Name", "name", &t_string, 0, NULL},
    {"ResourceClaimName", "resourceClaimName", &t_string, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PodResourceClaimStatus = {.index = 226,
                                                           .name = "v1.PodResourceClaimStatus",
                                                           .kind = GO_STRUCT,
                                                           .fields =
                                                               t_v1_PodResourceClaimStatus_fields};
static const struct go_type t___v1_PodResourceClaimStatus = {.index = 227,
                                                             .name = "[]v1.PodResourceClaimStatus",
                                                             .kind = GO_LIST,
                                                             .element =
                                                                 &t_v1_PodResourceClaimStatus};
static const struct go_field t_v1_ContainerExtendedResourceRequest_fields[] = {
    {"ContainerName", "containerName", &t_string, 0, NULL},
    {"ResourceName", "resourceName", &t_string, 0, NULL},
    {"RequestName", "requestName", &t_string, 0, NULL},
    {0},
};
static const struct go_type t_v1_ContainerExtendedResourceRequest = {
    .index = 228,
    .name = "v1.ContainerExtendedResourceRequest",
    .kind = GO_STRUCT,
    .fields = t_v1_ContainerExtendedResourceRequest_fields};
static const struct go_type t___v1_ContainerExtendedResourceRequest = {
    .index = 229,
    .name = "[]v1.ContainerExtendedResourceRequest",
    .kind = GO_LIST,
    .element = &t_v1_ContainerExtendedResourceRequest};
static const struct go_field t_v1_PodExtendedResourceClaimStatus_fields[] = {
    {"RequestMappings", "requestMappings", &t___v1_ContainerExtendedResourceRequest, 0, NULL},
    {"ResourceClaimName", "resourceClaimName", &t_string, 0, NULL},
    {0},
};
static const struct go_type t_v1_PodExtendedResourceClaimStatus = {
    .index = 230,
    .name = "v1.PodExtendedResourceClaimStatus",
    .kind = GO_STRUCT,
    .fields = t_v1_PodExtendedResourceClaimStatus_fields};
static const struct go_type t_map_v1_ResourceName_resource_Quantity = {
    .index = 231,
    .name = "map[v1.ResourceName]resource.Quantity",
    .kind = GO_MAP,
    .element = &t_resource_Quantity};
static const struct go_field t_v1_NodeAllocatableResourceClaimStatus_fields[] = {
    {"ResourceClaimName", "resourceClaimName", &t_string, 0, NULL},
    {"Containers", "containers", &t___string, GO_OMIT_EMPTY, NULL},
    {"Resources", "resources", &t_map_v1_ResourceName_resource_Quantity, 0, NULL},
    {0},
};
static const struct go_type t_v1_NodeAllocatableResourceClaimStatus = {
    .index = 232,
    .name = "v1.NodeAllocatableResourceClaimStatus",
    .kind = GO_STRUCT,
    .fields = t_v1_NodeAllocatableResourceClaimStatus_fields};
static const struct go_type t___v1_NodeAllocatableResourceClaimStatus = {
    .index = 233,
    .name = "[]v1.NodeAllocatableResourceClaimStatus",
    .kind = GO_LIST,
    .element = &t_v1_NodeAllocatableResourceClaimStatus};
static const struct go_field t_v1_PodStatus_fields[] = {
    {"ObservedGeneration", "observedGeneration", &t_int64, GO_OMIT_EMPTY, NULL},
    {"Phase", "phase", &t_v1_PodPhase, GO_OMIT_EMPTY, NULL},
    {"Conditions", "conditions", &t___v1_PodCondition, GO_OMIT_EMPTY, "type"},
    {"Message", "message", &t_string, GO_OMIT_EMPTY, NULL},
    {"Reason", "reason", &t_string, GO_OMIT_EMPTY, NULL},
    {"NominatedNodeName", "nominatedNodeName", &t_string, GO_OMIT_EMPTY, NULL},
    {"HostIP", "hostIP", &t_string, GO_OMIT_EMPTY, NULL},
    {"HostIPs", "hostIPs", &t___v1_HostIP, GO_OMIT_EMPTY, "ip"},
    {"PodIP", "podIP", &t_string, GO_OMIT_EMPTY, NULL},
    {"PodIPs", "podIPs", &t___v1_PodIP, GO_OMIT_EMPTY, "ip"},
    {"StartTime", "startTime", &t_v1_Time, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"InitContainerStatuses", "initContainerStatuses", &t___v1_ContainerStatus, GO_OMIT_EMPTY,
     NULL},
    {"ContainerStatuses", "containerStatuses", &t___v1_ContainerStatus, GO_OMIT_EMPTY, NULL},
    {"QOSClass", "qosClass", &t_v1_PodQOSClass, GO_OMIT_EMPTY, NULL},
    {"EphemeralContainerStatuses", "ephemeralContainerStatuses", &t___v1_ContainerStatus,
     GO_OMIT_EMPTY, NULL},
    {"Resize", "resize", &t_v1_PodResizeStatus, GO_OMIT_EMPTY, NULL},
    {"ResourceClaimStatuses", "resourceClaimStatuses", &t___v1_PodResourceClaimStatus,
     GO_OMIT_EMPTY, "name"},
    {"ExtendedResourceClaimStatus", "extendedResourceClaimStatus",
     &t_v1_PodExtendedResourceClaimStatus, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"AllocatedResources", "allocatedResources", &t_v1_ResourceList, GO_OMIT_EMPTY, NULL},
    {"Resources", "resources", &t_v1_ResourceRequirements, GO_POINTER | GO_OMIT_EMPTY, NULL},
    {"NodeAllocatableResourceClaimStatuses", "nodeAllocatableResourceClaimStatuses",
     &t___v1_NodeAllocatableResourceClaimStatus, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_PodStatus = {
    .index = 234, .name = "v1.PodStatus", .kind = GO_STRUCT, .fields = t_v1_PodStatus_fields};
static const struct go_field t_v1_Pod_fields[] = {
    {"TypeMeta", "", &t_v1_TypeMeta, GO_EMBEDDED | GO_INLINE, NULL},
    {"ObjectMeta", "metadata", &t_v1_ObjectMeta, GO_OMIT_EMPTY | GO_EMBEDDED, NULL},
    {"Spec", "spec", &t_v1_PodSpec, GO_OMIT_EMPTY, NULL},
    {"Status", "status", &t_v1_PodStatus, GO_OMIT_EMPTY, NULL},
    {0},
};
static const struct go_type t_v1_Pod = {
    .index = 235, .name = "v1.Pod", .kind = GO_STRUCT, .fields = t_v1_Pod_fields};
static const struct go_type t_proto_int32 = {.index = 236, .name = "int32", .kind = GO_INT};
static const struct go_type t_proto_google_protobuf_Duration = {
    .index = 237, .name = "google.protobuf.Duration", .kind = GO_DURATION};
static const struct go_type t_proto_uint32 = {.index = 238, .name = "uint32", .kind = GO_UINT};
static const struct go_field
    t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings_TcpKeepalive_fields[] = {
        {"Probes", "probes", &t_proto_uint32, 0, NULL},
        {"Time", "time", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
        {"Interval", "interval", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings_TcpKeepalive = {
        .index = 239,
        .name = "istio.networking.v1alpha3.ConnectionPoolSettings.TCPSettings.TcpKeepalive",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings_TcpKeepalive_fields};
static const struct go_type t_proto_string = {.index = 240, .name = "string", .kind = GO_TEXT};
static const struct go_enum t_proto_istio_mesh_v1alpha1_MeshConfig_IngressControllerMode_values[] =
    {
        {"UNSPECIFIED", 0}, {"OFF", 1}, {"DEFAULT", 2}, {"STRICT", 3}, {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_IngressControllerMode = {
    .index = 241,
    .name = "istio.mesh.v1alpha1.MeshConfig.IngressControllerMode",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_MeshConfig_IngressControllerMode_values};
static const struct go_type t_proto_bool = {.index = 242, .name = "bool", .kind = GO_BOOL};
static const struct go_enum t_proto_istio_mesh_v1alpha1_MeshConfig_AccessLogEncoding_values[] = {
    {"TEXT", 0},
    {"JSON", 1},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_AccessLogEncoding = {
    .index = 243,
    .name = "istio.mesh.v1alpha1.MeshConfig.AccessLogEncoding",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_MeshConfig_AccessLogEncoding_values};
static const struct go_enum t_proto_istio_mesh_v1alpha1_ProxyConfig_TracingServiceName_values[] = {
    {"APP_LABEL_AND_NAMESPACE", 0},
    {"CANONICAL_NAME_ONLY", 1},
    {"CANONICAL_NAME_AND_NAMESPACE", 2},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_TracingServiceName = {
    .index = 244,
    .name = "istio.mesh.v1alpha1.ProxyConfig.TracingServiceName",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_ProxyConfig_TracingServiceName_values};
static const struct go_enum t_proto_istio_mesh_v1alpha1_AuthenticationPolicy_values[] = {
    {"NONE", 0},
    {"MUTUAL_TLS", 1},
    {"INHERIT", 1000},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_AuthenticationPolicy = {
    .index = 245,
    .name = "istio.mesh.v1alpha1.AuthenticationPolicy",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_AuthenticationPolicy_values};
static const struct go_type t_proto_google_protobuf_Int32Value = {
    .index = 246, .name = "google.protobuf.Int32Value", .kind = GO_INT};
static const struct go_enum
    t_proto_istio_mesh_v1alpha1_ProxyConfig_InboundInterceptionMode_values[] = {
        {"REDIRECT", 0},
        {"TPROXY", 1},
        {"NONE", 2},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_InboundInterceptionMode = {
    .index = 247,
    .name = "istio.mesh.v1alpha1.ProxyConfig.InboundInterceptionMode",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_ProxyConfig_InboundInterceptionMode_values};
static const struct go_field t_proto_istio_mesh_v1alpha1_Tracing_Zipkin_fields[] = {
    {"Address", "address", &t_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_Zipkin = {
    .index = 248,
    .name = "istio.mesh.v1alpha1.Tracing.Zipkin",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_Tracing_Zipkin_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_Tracing_Lightstep_fields[] = {
    {"Address", "address", &t_proto_string, 0, NULL},
    {"AccessToken", "accessToken", &t_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_Lightstep = {
    .index = 249,
    .name = "istio.mesh.v1alpha1.Tracing.Lightstep",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_Tracing_Lightstep_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_Tracing_Datadog_fields[] = {
    {"Address", "address", &t_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_Datadog = {
    .index = 250,
    .name = "istio.mesh.v1alpha1.Tracing.Datadog",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_Tracing_Datadog_fields};
static const struct go_type t_proto_google_protobuf_Int64Value = {
    .index = 251, .name = "google.protobuf.Int64Value", .kind = GO_LONG};
static const struct go_field t_proto_istio_mesh_v1alpha1_Tracing_Stackdriver_fields[] = {
    {"Debug", "debug", &t_proto_bool, 0, NULL},
    {"MaxNumberOfAttributes", "maxNumberOfAttributes", &t_proto_google_protobuf_Int64Value,
     GO_POINTER, NULL},
    {"MaxNumberOfAnnotations", "maxNumberOfAnnotations", &t_proto_google_protobuf_Int64Value,
     GO_POINTER, NULL},
    {"MaxNumberOfMessageEvents", "maxNumberOfMessageEvents", &t_proto_google_protobuf_Int64Value,
     GO_POINTER, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_Stackdriver = {
    .index = 252,
    .name = "istio.mesh.v1alpha1.Tracing.Stackdriver",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_Tracing_Stackdriver_fields};
static const struct go_enum
    t_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent_TraceContext_values[] = {
        {"UNSPECIFIED", 0}, {"W3C_TRACE_CONTEXT", 1},
        {"GRPC_BIN", 2},    {"CLOUD_TRACE_CONTEXT", 3},
        {"B3", 4},          {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent_TraceContext = {
    .index = 253,
    .name = "istio.mesh.v1alpha1.Tracing.OpenCensusAgent.TraceContext",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent_TraceContext_values};
static const struct go_type
    t_list_of_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent_TraceContext = {
        .index = 254,
        .name = "list",
        .kind = GO_LIST,
        .element = &t_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent_TraceContext};
static const struct go_field t_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent_fields[] = {
    {"Address", "address", &t_proto_string, 0, NULL},
    {"Context", "context",
     &t_list_of_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent_TraceContext, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent = {
    .index = 255,
    .name = "istio.mesh.v1alpha1.Tracing.OpenCensusAgent",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_Tracing_Literal_fields[] = {
    {"Value", "value", &t_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_Literal = {
    .index = 256,
    .name = "istio.mesh.v1alpha1.Tracing.Literal",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_Tracing_Literal_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_Tracing_Environment_fields[] = {
    {"Name", "name", &t_proto_string, 0, NULL},
    {"DefaultValue", "defaultValue", &t_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_Environment = {
    .index = 257,
    .name = "istio.mesh.v1alpha1.Tracing.Environment",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_Tracing_Environment_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_Tracing_RequestHeader_fields[] = {
    {"Name", "name", &t_proto_string, 0, NULL},
    {"DefaultValue", "defaultValue", &t_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_RequestHeader = {
    .index = 258,
    .name = "istio.mesh.v1alpha1.Tracing.RequestHeader",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_Tracing_RequestHeader_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_Tracing_CustomTag_fields[] = {
    {"Literal", "literal", &t_proto_istio_mesh_v1alpha1_Tracing_Literal, GO_POINTER | GO_ONEOF,
     NULL},
    {"Environment", "environment", &t_proto_istio_mesh_v1alpha1_Tracing_Environment,
     GO_POINTER | GO_ONEOF, NULL},
    {"Header", "header", &t_proto_istio_mesh_v1alpha1_Tracing_RequestHeader, GO_POINTER | GO_ONEOF,
     NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing_CustomTag = {
    .index = 259,
    .name = "istio.mesh.v1alpha1.Tracing.CustomTag",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_Tracing_CustomTag_fields};
static const struct go_type t_map_of_proto_istio_mesh_v1alpha1_Tracing_CustomTag = {
    .index = 260,
    .name = "map",
    .kind = GO_MAP,
    .element = &t_proto_istio_mesh_v1alpha1_Tracing_CustomTag};
static const struct go_type t_proto_double = {.index = 261, .name = "double", .kind = GO_REAL};
static const struct go_enum t_proto_istio_networking_v1alpha3_ClientTLSSettings_TLSmode_values[] = {
    {"DISABLE", 0}, {"SIMPLE", 1}, {"MUTUAL", 2}, {"ISTIO_MUTUAL", 3}, {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_ClientTLSSettings_TLSmode = {
    .index = 262,
    .name = "istio.networking.v1alpha3.ClientTLSSettings.TLSmode",
    .kind = GO_ENUM,
    .values = t_proto_istio_networking_v1alpha3_ClientTLSSettings_TLSmode_values};
static const struct go_type t_list_of_proto_string = {
    .index = 263, .name = "list", .kind = GO_LIST, .element = &t_proto_string};
static const struct go_type t_proto_google_protobuf_BoolValue = {
    .index = 264, .name = "google.protobuf.BoolValue", .kind = GO_BOOL};
static const struct go_field t_proto_istio_networking_v1alpha3_ClientTLSSettings_fields[] = {
    {"Mode", "mode", &t_proto_istio_networking_v1alpha3_ClientTLSSettings_TLSmode, 0, NULL},
    {"ClientCertificate", "clientCertificate", &t_proto_string, 0, NULL},
    {"PrivateKey", "privateKey", &t_proto_string, 0, NULL},
    {"CaCertificates", "caCertificates", &t_proto_string, 0, NULL},
    {"CredentialName", "credentialName", &t_proto_string, 0, NULL},
    {"SubjectAltNames", "subjectAltNames", &t_list_of_proto_string, 0, NULL},
    {"Sni", "sni", &t_proto_string, 0, NULL},
    {"InsecureSkipVerify", "insecureSkipVerify", &t_proto_google_protobuf_BoolValue, GO_POINTER,
     NULL},
    {"CaCrl", "caCrl", &t_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_ClientTLSSettings = {
    .index = 265,
    .name = "istio.networking.v1alpha3.ClientTLSSettings",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1alpha3_ClientTLSSettings_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_Tracing_fields[] = {
    {"Zipkin", "zipkin", &t_proto_istio_mesh_v1alpha1_Tracing_Zipkin, GO_POINTER | GO_ONEOF, NULL},
    {"Lightstep", "lightstep", &t_proto_istio_mesh_v1alpha1_Tracing_Lightstep,
     GO_POINTER | GO_ONEOF, NULL},
    {"Datadog", "datadog", &t_proto_istio_mesh_v1alpha1_Tracing_Datadog, GO_POINTER | GO_ONEOF,
     NULL},
    {"Stackdriver", "stackdriver", &t_proto_istio_mesh_v1alpha1_Tracing_Stackdriver,
     GO_POINTER | GO_ONEOF, NULL},
    {"OpenCensusAgent", "openCensusAgent", &t_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent,
     GO_POINTER | GO_ONEOF, NULL},
    {"CustomTags", "customTags", &t_map_of_proto_istio_mesh_v1alpha1_Tracing_CustomTag, 0, NULL},
    {"MaxPathTagLength", "maxPathTagLength", &t_proto_uint32, 0, NULL},
    {"Sampling", "sampling", &t_proto_double, 0, NULL},
    {"TlsSettings", "tlsSettings", &t_proto_istio_networking_v1alpha3_ClientTLSSettings, GO_POINTER,
     NULL},
    {"EnableIstioTags", "enableIstioTags", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Tracing = {
    .index = 266,
    .name = "istio.mesh.v1alpha1.Tracing",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_Tracing_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_SDS_fields[] = {
    {"Enabled", "enabled", &t_proto_bool, 0, NULL},
    {"K8sSaJwtPath", "k8sSaJwtPath", &t_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_SDS = {
    .index = 267,
    .name = "istio.mesh.v1alpha1.SDS",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_SDS_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_RemoteService_fields[] = {
    {"Address", "address", &t_proto_string, 0, NULL},
    {"TlsSettings", "tlsSettings", &t_proto_istio_networking_v1alpha3_ClientTLSSettings, GO_POINTER,
     NULL},
    {"TcpKeepalive", "tcpKeepalive",
     &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings_TcpKeepalive, GO_POINTER,
     NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_RemoteService = {
    .index = 268,
    .name = "istio.mesh.v1alpha1.RemoteService",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_RemoteService_fields};
static const struct go_type t_map_of_proto_string = {
    .index = 269, .name = "map", .kind = GO_MAP, .element = &t_proto_string};
static const struct go_enum t_proto_istio_mesh_v1alpha1_ForwardClientCertDetails_values[] = {
    {"UNDEFINED", 0},
    {"SANITIZE", 1},
    {"FORWARD_ONLY", 2},
    {"APPEND_FORWARD", 3},
    {"SANITIZE_SET", 4},
    {"ALWAYS_FORWARD_ONLY", 5},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ForwardClientCertDetails = {
    .index = 270,
    .name = "istio.mesh.v1alpha1.ForwardClientCertDetails",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_ForwardClientCertDetails_values};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_Topology_ProxyProtocolConfiguration_fields[] = {

        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Topology_ProxyProtocolConfiguration = {
    .index = 271,
    .name = "istio.mesh.v1alpha1.Topology.ProxyProtocolConfiguration",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_Topology_ProxyProtocolConfiguration_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_Topology_fields[] = {
    {"NumTrustedProxies", "numTrustedProxies", &t_proto_uint32, 0, NULL},
    {"ForwardClientCertDetails", "forwardClientCertDetails",
     &t_proto_istio_mesh_v1alpha1_ForwardClientCertDetails, 0, NULL},
    {"ProxyProtocol", "proxyProtocol",
     &t_proto_istio_mesh_v1alpha1_Topology_ProxyProtocolConfiguration, GO_POINTER, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Topology = {
    .index = 272,
    .name = "istio.mesh.v1alpha1.Topology",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_Topology_fields};
static const struct go_field t_proto_istio_networking_v1alpha3_HTTPHeader_fields[] = {
    {"Name", "name", &t_proto_string, 0, NULL},
    {"Value", "value", &t_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_HTTPHeader = {
    .index = 273,
    .name = "istio.networking.v1alpha3.HTTPHeader",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1alpha3_HTTPHeader_fields};
static const struct go_type t_list_of_proto_istio_networking_v1alpha3_HTTPHeader = {
    .index = 274,
    .name = "list",
    .kind = GO_LIST,
    .element = &t_proto_istio_networking_v1alpha3_HTTPHeader};
static const struct go_field t_proto_istio_networking_v1alpha3_HTTPHealthCheckConfig_fields[] = {
    {"Path", "path", &t_proto_string, 0, NULL},
    {"Port", "port", &t_proto_uint32, 0, NULL},
    {"Host", "host", &t_proto_string, 0, NULL},
    {"Scheme", "scheme", &t_proto_string, 0, NULL},
    {"HttpHeaders", "httpHeaders", &t_list_of_proto_istio_networking_v1alpha3_HTTPHeader, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_HTTPHealthCheckConfig = {
    .index = 275,
    .name = "istio.networking.v1alpha3.HTTPHealthCheckConfig",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1alpha3_HTTPHealthCheckConfig_fields};
static const struct go_field t_proto_istio_networking_v1alpha3_TCPHealthCheckConfig_fields[] = {
    {"Host", "host", &t_proto_string, 0, NULL},
    {"Port", "port", &t_proto_uint32, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_TCPHealthCheckConfig = {
    .index = 276,
    .name = "istio.networking.v1alpha3.TCPHealthCheckConfig",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1alpha3_TCPHealthCheckConfig_fields};
static const struct go_field t_proto_istio_networking_v1alpha3_ExecHealthCheckConfig_fields[] = {
    {"Command", "command", &t_list_of_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_ExecHealthCheckConfig = {
    .index = 277,
    .name = "istio.networking.v1alpha3.ExecHealthCheckConfig",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1alpha3_ExecHealthCheckConfig_fields};
static const struct go_field t_proto_istio_networking_v1alpha3_GrpcHealthCheckConfig_fields[] = {
    {"Port", "port", &t_proto_uint32, 0, NULL},
    {"Service", "service", &t_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_GrpcHealthCheckConfig = {
    .index = 278,
    .name = "istio.networking.v1alpha3.GrpcHealthCheckConfig",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1alpha3_GrpcHealthCheckConfig_fields};
static const struct go_field t_proto_istio_networking_v1alpha3_ReadinessProbe_fields[] = {
    {"InitialDelaySeconds", "initialDelaySeconds", &t_proto_int32, 0, NULL},
    {"TimeoutSeconds", "timeoutSeconds", &t_proto_int32, 0, NULL},
    {"PeriodSeconds", "periodSeconds", &t_proto_int32, 0, NULL},
    {"SuccessThreshold", "successThreshold", &t_proto_int32, 0, NULL},
    {"FailureThreshold", "failureThreshold", &t_proto_int32, 0, NULL},
    {"HttpGet", "httpGet", &t_proto_istio_networking_v1alpha3_HTTPHealthCheckConfig,
     GO_POINTER | GO_ONEOF, NULL},
    {"TcpSocket", "tcpSocket", &t_proto_istio_networking_v1alpha3_TCPHealthCheckConfig,
     GO_POINTER | GO_ONEOF, NULL},
    {"Exec", "exec", &t_proto_istio_networking_v1alpha3_ExecHealthCheckConfig,
     GO_POINTER | GO_ONEOF, NULL},
    {"Grpc", "grpc", &t_proto_istio_networking_v1alpha3_GrpcHealthCheckConfig,
     GO_POINTER | GO_ONEOF, NULL},
    {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_ReadinessProbe = {
    .index = 279,
    .name = "istio.networking.v1alpha3.ReadinessProbe",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1alpha3_ReadinessProbe_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyStatsMatcher_fields[] = {
    {"InclusionPrefixes", "inclusionPrefixes", &t_list_of_proto_string, 0, NULL},
    {"InclusionSuffixes", "inclusionSuffixes", &t_list_of_proto_string, 0, NULL},
    {"InclusionRegexps", "inclusionRegexps", &t_list_of_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyStatsMatcher = {
    .index = 280,
    .name = "istio.mesh.v1alpha1.ProxyConfig.ProxyStatsMatcher",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyStatsMatcher_fields};
static const struct go_field t_proto_istio_networking_v1beta1_ProxyImage_fields[] = {
    {"ImageType", "imageType", &t_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_networking_v1beta1_ProxyImage = {
    .index = 281,
    .name = "istio.networking.v1beta1.ProxyImage",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1beta1_ProxyImage_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_CryptoMb_fields[] = {
    {"PollDelay", "pollDelay", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {"Fallback", "fallback", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_CryptoMb = {
    .index = 282,
    .name = "istio.mesh.v1alpha1.PrivateKeyProvider.CryptoMb",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_CryptoMb_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_QAT_fields[] = {
    {"PollDelay", "pollDelay", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {"Fallback", "fallback", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_QAT = {
    .index = 283,
    .name = "istio.mesh.v1alpha1.PrivateKeyProvider.QAT",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_QAT_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_fields[] = {
    {"Cryptomb", "cryptomb", &t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_CryptoMb,
     GO_POINTER | GO_ONEOF, NULL},
    {"Qat", "qat", &t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_QAT, GO_POINTER | GO_ONEOF,
     NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_PrivateKeyProvider = {
    .index = 284,
    .name = "istio.mesh.v1alpha1.PrivateKeyProvider",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_SetCurrentClientCertDetails_fields[] = {
        {"Subject", "subject", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
        {"Cert", "cert", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
        {"Chain", "chain", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
        {"Dns", "dns", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
        {"Uri", "uri", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_SetCurrentClientCertDetails = {
        .index = 285,
        .name = "istio.mesh.v1alpha1.ProxyConfig.ProxyHeaders.SetCurrentClientCertDetails",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_SetCurrentClientCertDetails_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_RequestId_fields[] = {
        {"Disabled", "disabled", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_RequestId = {
    .index = 286,
    .name = "istio.mesh.v1alpha1.ProxyConfig.ProxyHeaders.RequestId",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_RequestId_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_Server_fields[] =
    {
        {"Disabled", "disabled", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
        {"Value", "value", &t_proto_string, 0, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_Server = {
    .index = 287,
    .name = "istio.mesh.v1alpha1.ProxyConfig.ProxyHeaders.Server",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_Server_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_AttemptCount_fields[] = {
        {"Disabled", "disabled", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_AttemptCount = {
    .index = 288,
    .name = "istio.mesh.v1alpha1.ProxyConfig.ProxyHeaders.AttemptCount",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_AttemptCount_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_EnvoyDebugHeaders_fields[] = {
        {"Disabled", "disabled", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_EnvoyDebugHeaders =
    {.index = 289,
     .name = "istio.mesh.v1alpha1.ProxyConfig.ProxyHeaders.EnvoyDebugHeaders",
     .kind = GO_MESSAGE,
     .fields = t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_EnvoyDebugHeaders_fields};
static const struct go_enum
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_MetadataExchangeMode_values[] = {
        {"UNDEFINED", 0},
        {"IN_MESH", 1},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_MetadataExchangeMode = {
        .index = 290,
        .name = "istio.mesh.v1alpha1.ProxyConfig.ProxyHeaders.MetadataExchangeMode",
        .kind = GO_ENUM,
        .values = t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_MetadataExchangeMode_values};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_MetadataExchangeHeaders_fields[] = {
        {"Mode", "mode", &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_MetadataExchangeMode,
         0, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_MetadataExchangeHeaders = {
        .index = 291,
        .name = "istio.mesh.v1alpha1.ProxyConfig.ProxyHeaders.MetadataExchangeHeaders",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_MetadataExchangeHeaders_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_XForwardedHost_fields[] = {
        {"Enabled", "enabled", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_XForwardedHost = {
    .index = 292,
    .name = "istio.mesh.v1alpha1.ProxyConfig.ProxyHeaders.XForwardedHost",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_XForwardedHost_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_XForwardedPort_fields[] = {
        {"Enabled", "enabled", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_XForwardedPort = {
    .index = 293,
    .name = "istio.mesh.v1alpha1.ProxyConfig.ProxyHeaders.XForwardedPort",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_XForwardedPort_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_fields[] = {
    {"ForwardedClientCert", "forwardedClientCert",
     &t_proto_istio_mesh_v1alpha1_ForwardClientCertDetails, 0, NULL},
    {"SetCurrentClientCertDetails", "setCurrentClientCertDetails",
     &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_SetCurrentClientCertDetails, GO_POINTER,
     NULL},
    {"RequestId", "requestId", &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_RequestId,
     GO_POINTER, NULL},
    {"Server", "server", &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_Server, GO_POINTER,
     NULL},
    {"AttemptCount", "attemptCount",
     &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_AttemptCount, GO_POINTER, NULL},
    {"EnvoyDebugHeaders", "envoyDebugHeaders",
     &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_EnvoyDebugHeaders, GO_POINTER, NULL},
    {"MetadataExchangeHeaders", "metadataExchangeHeaders",
     &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_MetadataExchangeHeaders, GO_POINTER,
     NULL},
    {"PreserveHttp1HeaderCase", "preserveHttp1HeaderCase", &t_proto_google_protobuf_BoolValue,
     GO_POINTER, NULL},
    {"XForwardedHost", "xForwardedHost",
     &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_XForwardedHost, GO_POINTER, NULL},
    {"XForwardedPort", "xForwardedPort",
     &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_XForwardedPort, GO_POINTER, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders = {
    .index = 294,
    .name = "istio.mesh.v1alpha1.ProxyConfig.ProxyHeaders",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_fields};
static const struct go_enum
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_Profile_values[] = {
        {"SIDECAR", 0},
        {"EDGE", 1},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_Profile = {
    .index = 295,
    .name = "istio.mesh.v1alpha1.ProxyConfig.ConnectionSettings.Profile",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_Profile_values};
static const struct go_enum
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_HeadersWithUnderscoresAction_values
        [] = {
            {"HEADERS_WITH_UNDERSCORES_UNSPECIFIED", 0},
            {"HEADERS_WITH_UNDERSCORES_ALLOW", 1},
            {"HEADERS_WITH_UNDERSCORES_REJECT_REQUEST", 2},
            {"HEADERS_WITH_UNDERSCORES_DROP_HEADER", 3},
            {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_HeadersWithUnderscoresAction = {
        .index = 296,
        .name = "istio.mesh.v1alpha1.ProxyConfig.ConnectionSettings.HeadersWithUnderscoresAction",
        .kind = GO_ENUM,
        .values =
            t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_HeadersWithUnderscoresAction_values};
static const struct go_enum
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_PathWithEscapedSlashesAction_values
        [] = {
            {"PATH_WITH_ESCAPED_SLASHES_UNSPECIFIED", 0},
            {"KEEP_UNCHANGED", 1},
            {"REJECT_REQUEST", 2},
            {"UNESCAPE_AND_REDIRECT", 3},
            {"UNESCAPE_AND_FORWARD", 4},
            {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_PathWithEscapedSlashesAction = {
        .index = 297,
        .name = "istio.mesh.v1alpha1.ProxyConfig.ConnectionSettings.PathWithEscapedSlashesAction",
        .kind = GO_ENUM,
        .values =
            t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_PathWithEscapedSlashesAction_values};
static const struct go_field t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_fields[] = {
    {"Profile", "profile", &t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_Profile, 0,
     NULL},
    {"ListenerPerConnectionBufferLimitBytes", "listenerPerConnectionBufferLimitBytes",
     &t_proto_google_protobuf_Int32Value, GO_POINTER, NULL},
    {"ClusterPerConnectionBufferLimitBytes", "clusterPerConnectionBufferLimitBytes",
     &t_proto_google_protobuf_Int32Value, GO_POINTER, NULL},
    {"HttpIdleTimeout", "httpIdleTimeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {"HttpMaxConnectionDuration", "httpMaxConnectionDuration", &t_proto_google_protobuf_Duration,
     GO_POINTER, NULL},
    {"HttpDrainTimeout", "httpDrainTimeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {"HttpRequestTimeout", "httpRequestTimeout", &t_proto_google_protobuf_Duration, GO_POINTER,
     NULL},
    {"HttpRequestHeadersTimeout", "httpRequestHeadersTimeout", &t_proto_google_protobuf_Duration,
     GO_POINTER, NULL},
    {"HttpStreamIdleTimeout", "httpStreamIdleTimeout", &t_proto_google_protobuf_Duration,
     GO_POINTER, NULL},
    {"HttpMaxStreamDuration", "httpMaxStreamDuration", &t_proto_google_protobuf_Duration,
     GO_POINTER, NULL},
    {"HttpMaxConcurrentStreams", "httpMaxConcurrentStreams", &t_proto_google_protobuf_Int32Value,
     GO_POINTER, NULL},
    {"Http2InitialStreamWindowSize", "http2InitialStreamWindowSize",
     &t_proto_google_protobuf_Int32Value, GO_POINTER, NULL},
    {"Http2InitialConnectionWindowSize", "http2InitialConnectionWindowSize",
     &t_proto_google_protobuf_Int32Value, GO_POINTER, NULL},
    {"HttpHeadersWithUnderscoresAction", "httpHeadersWithUnderscoresAction",
     &t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_HeadersWithUnderscoresAction, 0,
     NULL},
    {"HttpMergeSlashes", "httpMergeSlashes", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
    {"HttpPathWithEscapedSlashesAction", "httpPathWithEscapedSlashesAction",
     &t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_PathWithEscapedSlashesAction, 0,
     NULL},
    {"ListenerConnectionLimit", "listenerConnectionLimit", &t_proto_google_protobuf_Int32Value,
     GO_POINTER, NULL},
    {"GlobalDownstreamConnectionLimit", "globalDownstreamConnectionLimit",
     &t_proto_google_protobuf_Int32Value, GO_POINTER, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings = {
    .index = 298,
    .name = "istio.mesh.v1alpha1.ProxyConfig.ConnectionSettings",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_ProxyConfig_fields[] = {
    {"ConfigPath", "configPath", &t_proto_string, 0, NULL},
    {"BinaryPath", "binaryPath", &t_proto_string, 0, NULL},
    {"ServiceCluster", "serviceCluster", &t_proto_string, 0 | GO_ONEOF, NULL},
    {"TracingServiceName", "tracingServiceName",
     &t_proto_istio_mesh_v1alpha1_ProxyConfig_TracingServiceName, 0 | GO_ONEOF, NULL},
    {"DrainDuration", "drainDuration", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {"DiscoveryAddress", "discoveryAddress", &t_proto_string, 0, NULL},
    {"DiscoveryRefreshDelay", "discoveryRefreshDelay", &t_proto_google_protobuf_Duration,
     GO_POINTER, NULL},
    {"ZipkinAddress", "zipkinAddress", &t_proto_string, 0, NULL},
    {"StatsdUdpAddress", "statsdUdpAddress", &t_proto_string, 0, NULL},
    {"EnvoyMetricsServiceAddress", "envoyMetricsServiceAddress", &t_proto_string, 0, NULL},
    {"ProxyAdminPort", "proxyAdminPort", &t_proto_int32, 0, NULL},
    {"AvailabilityZone", "availabilityZone", &t_proto_string, 0, NULL},
    {"ControlPlaneAuthPolicy", "controlPlaneAuthPolicy",
     &t_proto_istio_mesh_v1alpha1_AuthenticationPolicy, 0, NULL},
    {"CustomConfigFile", "customConfigFile", &t_proto_string, 0, NULL},
    {"StatNameLength", "statNameLength", &t_proto_int32, 0, NULL},
    {"Concurrency", "concurrency", &t_proto_google_protobuf_Int32Value, GO_POINTER, NULL},
    {"ProxyBootstrapTemplatePath", "proxyBootstrapTemplatePath", &t_proto_string, 0, NULL},
    {"InterceptionMode", "interceptionMode",
     &t_proto_istio_mesh_v1alpha1_ProxyConfig_InboundInterceptionMode, 0, NULL},
    {"Tracing", "tracing", &t_proto_istio_mesh_v1alpha1_Tracing, GO_POINTER, NULL},
    {"Sds", "sds", &t_proto_istio_mesh_v1alpha1_SDS, GO_POINTER, NULL},
    {"EnvoyAccessLogService", "envoyAccessLogService", &t_proto_istio_mesh_v1alpha1_RemoteService,
     GO_POINTER, NULL},
    {"EnvoyMetricsService", "envoyMetricsService", &t_proto_istio_mesh_v1alpha1_RemoteService,
     GO_POINTER, NULL},
    {"ProxyMetadata", "proxyMetadata", &t_map_of_proto_string, 0, NULL},
    {"RuntimeValues", "runtimeValues", &t_map_of_proto_string, 0, NULL},
    {"StatusPort", "statusPort", &t_proto_int32, 0, NULL},
    {"ExtraStatTags", "extraStatTags", &t_list_of_proto_string, 0, NULL},
    {"GatewayTopology", "gatewayTopology", &t_proto_istio_mesh_v1alpha1_Topology, GO_POINTER, NULL},
    {"TerminationDrainDuration", "terminationDrainDuration", &t_proto_google_protobuf_Duration,
     GO_POINTER, NULL},
    {"MeshId", "meshId", &t_proto_string, 0, NULL},
    {"ReadinessProbe", "readinessProbe", &t_proto_istio_networking_v1alpha3_ReadinessProbe,
     GO_POINTER, NULL},
    {"ProxyStatsMatcher", "proxyStatsMatcher",
     &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyStatsMatcher, GO_POINTER, NULL},
    {"HoldApplicationUntilProxyStarts", "holdApplicationUntilProxyStarts",
     &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
    {"CaCertificatesPem", "caCertificatesPem", &t_list_of_proto_string, 0, NULL},
    {"Image", "image", &t_proto_istio_networking_v1beta1_ProxyImage, GO_POINTER, NULL},
    {"PrivateKeyProvider", "privateKeyProvider", &t_proto_istio_mesh_v1alpha1_PrivateKeyProvider,
     GO_POINTER, NULL},
    {"ProxyHeaders", "proxyHeaders", &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders,
     GO_POINTER, NULL},
    {"FileFlushInterval", "fileFlushInterval", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {"FileFlushMinSizeKb", "fileFlushMinSizeKb", &t_proto_uint32, 0, NULL},
    {"StatsCompression", "statsCompression", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
    {"ConnectionSettings", "connectionSettings",
     &t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings, GO_POINTER, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ProxyConfig = {
    .index = 299,
    .name = "istio.mesh.v1alpha1.ProxyConfig",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_ProxyConfig_fields};
static const struct go_enum
    t_proto_istio_mesh_v1alpha1_MeshConfig_OutboundTrafficPolicy_Mode_values[] = {
        {"REGISTRY_ONLY", 0},
        {"ALLOW_ANY", 1},
        {"ALLOW_ANY_DYNAMIC_DNS", 3},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_OutboundTrafficPolicy_Mode = {
    .index = 300,
    .name = "istio.mesh.v1alpha1.MeshConfig.OutboundTrafficPolicy.Mode",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_MeshConfig_OutboundTrafficPolicy_Mode_values};
static const struct go_field t_proto_istio_mesh_v1alpha1_MeshConfig_OutboundTrafficPolicy_fields[] =
    {
        {"Mode", "mode", &t_proto_istio_mesh_v1alpha1_MeshConfig_OutboundTrafficPolicy_Mode, 0,
         NULL},
        {"Tls", "tls", &t_proto_istio_networking_v1alpha3_ClientTLSSettings, GO_POINTER, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_OutboundTrafficPolicy = {
    .index = 301,
    .name = "istio.mesh.v1alpha1.MeshConfig.OutboundTrafficPolicy",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_OutboundTrafficPolicy_fields};
static const struct go_enum
    t_proto_istio_mesh_v1alpha1_MeshConfig_InboundTrafficPolicy_Mode_values[] = {
        {"PASSTHROUGH", 0},
        {"LOCALHOST", 1},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_InboundTrafficPolicy_Mode = {
    .index = 302,
    .name = "istio.mesh.v1alpha1.MeshConfig.InboundTrafficPolicy.Mode",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_MeshConfig_InboundTrafficPolicy_Mode_values};
static const struct go_field t_proto_istio_mesh_v1alpha1_MeshConfig_InboundTrafficPolicy_fields[] =
    {
        {"Mode", "mode", &t_proto_istio_mesh_v1alpha1_MeshConfig_InboundTrafficPolicy_Mode, 0,
         NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_InboundTrafficPolicy = {
    .index = 303,
    .name = "istio.mesh.v1alpha1.MeshConfig.InboundTrafficPolicy",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_InboundTrafficPolicy_fields};
static const struct go_enum t_proto_istio_mesh_v1alpha1_Resource_values[] = {
    {"SERVICE_REGISTRY", 0},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Resource = {
    .index = 304,
    .name = "istio.mesh.v1alpha1.Resource",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_Resource_values};
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_Resource = {
    .index = 305,
    .name = "list",
    .kind = GO_LIST,
    .element = &t_proto_istio_mesh_v1alpha1_Resource};
static const struct go_field t_proto_istio_mesh_v1alpha1_ConfigSource_fields[] = {
    {"Address", "address", &t_proto_string, 0, NULL},
    {"TlsSettings", "tlsSettings", &t_proto_istio_networking_v1alpha3_ClientTLSSettings, GO_POINTER,
     NULL},
    {"SubscribedResources", "subscribedResources", &t_list_of_proto_istio_mesh_v1alpha1_Resource, 0,
     NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ConfigSource = {
    .index = 306,
    .name = "istio.mesh.v1alpha1.ConfigSource",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_ConfigSource_fields};
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_ConfigSource = {
    .index = 307,
    .name = "list",
    .kind = GO_LIST,
    .element = &t_proto_istio_mesh_v1alpha1_ConfigSource};
static const struct go_field t_proto_istio_mesh_v1alpha1_MeshConfig_CertificateData_fields[] = {
    {"Pem", "pem", &t_proto_string, 0 | GO_ONEOF, NULL},
    {"SpiffeBundleUrl", "spiffeBundleUrl", &t_proto_string, 0 | GO_ONEOF, NULL},
    {"CertSigners", "certSigners", &t_list_of_proto_string, 0, NULL},
    {"TrustDomains", "trustDomains", &t_list_of_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_CertificateData = {
    .index = 308,
    .name = "istio.mesh.v1alpha1.MeshConfig.CertificateData",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_CertificateData_fields};
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_CertificateData = {
    .index = 309,
    .name = "list",
    .kind = GO_LIST,
    .element = &t_proto_istio_mesh_v1alpha1_MeshConfig_CertificateData};
static const struct go_type t_map_of_proto_uint32 = {
    .index = 310, .name = "map", .kind = GO_MAP, .element = &t_proto_uint32};
static const struct go_field
    t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Distribute_fields[] = {
        {"From", "from", &t_proto_string, 0, NULL},
        {"To", "to", &t_map_of_proto_uint32, 0, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Distribute = {
        .index = 311,
        .name = "istio.networking.v1alpha3.LocalityLoadBalancerSetting.Distribute",
        .kind = GO_MESSAGE,
        .fields = t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Distribute_fields};
static const struct go_type
    t_list_of_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Distribute = {
        .index = 312,
        .name = "list",
        .kind = GO_LIST,
        .element = &t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Distribute};
static const struct go_field
    t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Failover_fields[] = {
        {"From", "from", &t_proto_string, 0, NULL},
        {"To", "to", &t_proto_string, 0, NULL},
        {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Failover =
    {.index = 313,
     .name = "istio.networking.v1alpha3.LocalityLoadBalancerSetting.Failover",
     .kind = GO_MESSAGE,
     .fields = t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Failover_fields};
static const struct go_type
    t_list_of_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Failover = {
        .index = 314,
        .name = "list",
        .kind = GO_LIST,
        .element = &t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Failover};
static const struct go_field
    t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_fields[] = {
        {"Distribute", "distribute",
         &t_list_of_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Distribute, 0,
         NULL},
        {"Failover", "failover",
         &t_list_of_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Failover, 0, NULL},
        {"FailoverPriority", "failoverPriority", &t_list_of_proto_string, 0, NULL},
        {"Enabled", "enabled", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
        {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting = {
    .index = 315,
    .name = "istio.networking.v1alpha3.LocalityLoadBalancerSetting",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_fields};
static const struct go_field
    t_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting_Failover_fields[] = {
        {"From", "from", &t_proto_string, 0, NULL},
        {"To", "to", &t_proto_string, 0, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting_Failover = {
        .index = 316,
        .name = "istio.networking.v1alpha3.ZoneAwareLoadBalancerSetting.Failover",
        .kind = GO_MESSAGE,
        .fields = t_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting_Failover_fields};
static const struct go_type
    t_list_of_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting_Failover = {
        .index = 317,
        .name = "list",
        .kind = GO_LIST,
        .element = &t_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting_Failover};
static const struct go_type t_proto_google_protobuf_UInt32Value = {
    .index = 318, .name = "google.protobuf.UInt32Value", .kind = GO_UINT};
static const struct go_field
    t_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting_fields[] = {
        {"Enabled", "enabled", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
        {"Failover", "failover",
         &t_list_of_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting_Failover, 0, NULL},
        {"FailoverPriority", "failoverPriority", &t_list_of_proto_string, 0, NULL},
        {"MinClusterSize", "minClusterSize", &t_proto_google_protobuf_UInt32Value, GO_POINTER,
         NULL},
        {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting = {
    .index = 319,
    .name = "istio.networking.v1alpha3.ZoneAwareLoadBalancerSetting",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting_fields};
static const struct go_enum t_proto_istio_mesh_v1alpha1_MeshConfig_H2UpgradePolicy_values[] = {
    {"DO_NOT_UPGRADE", 0},
    {"UPGRADE", 1},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_H2UpgradePolicy = {
    .index = 320,
    .name = "istio.mesh.v1alpha1.MeshConfig.H2UpgradePolicy",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_MeshConfig_H2UpgradePolicy_values};
static const struct go_field t_proto_istio_mesh_v1alpha1_Certificate_fields[] = {
    {"SecretName", "secretName", &t_proto_string, 0, NULL},
    {"DnsNames", "dnsNames", &t_list_of_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_Certificate = {
    .index = 321,
    .name = "istio.mesh.v1alpha1.Certificate",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_Certificate_fields};
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_Certificate = {
    .index = 322,
    .name = "list",
    .kind = GO_LIST,
    .element = &t_proto_istio_mesh_v1alpha1_Certificate};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings_Settings_fields[] = {
        {"ClusterLocal", "clusterLocal", &t_proto_bool, 0, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings_Settings = {
    .index = 323,
    .name = "istio.mesh.v1alpha1.MeshConfig.ServiceSettings.Settings",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings_Settings_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings_fields[] = {
    {"Settings", "settings", &t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings_Settings,
     GO_POINTER, NULL},
    {"Hosts", "hosts", &t_list_of_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings = {
    .index = 324,
    .name = "istio.mesh.v1alpha1.MeshConfig.ServiceSettings",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings_fields};
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings = {
    .index = 325,
    .name = "list",
    .kind = GO_LIST,
    .element = &t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings};
static const struct go_field t_proto_istio_mesh_v1alpha1_LabelSelectorRequirement_fields[] = {
    {"Key", "key", &t_proto_string, 0, NULL},
    {"Operator", "operator", &t_proto_string, 0, NULL},
    {"Values", "values", &t_list_of_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_LabelSelectorRequirement = {
    .index = 326,
    .name = "istio.mesh.v1alpha1.LabelSelectorRequirement",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_LabelSelectorRequirement_fields};
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_LabelSelectorRequirement = {
    .index = 327,
    .name = "list",
    .kind = GO_LIST,
    .element = &t_proto_istio_mesh_v1alpha1_LabelSelectorRequirement};
static const struct go_field t_proto_istio_mesh_v1alpha1_LabelSelector_fields[] = {
    {"MatchLabels", "matchLabels", &t_map_of_proto_string, 0, NULL},
    {"MatchExpressions", "matchExpressions",
     &t_list_of_proto_istio_mesh_v1alpha1_LabelSelectorRequirement, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_LabelSelector = {
    .index = 328,
    .name = "istio.mesh.v1alpha1.LabelSelector",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_LabelSelector_fields};
static const struct go_enum
    t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs_Scope_values[] = {
        {"LOCAL", 0},
        {"GLOBAL", 1},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs_Scope = {
    .index = 329,
    .name = "istio.mesh.v1alpha1.MeshConfig.ServiceScopeConfigs.Scope",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs_Scope_values};
static const struct go_field t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs_fields[] = {
    {"NamespaceSelector", "namespaceSelector", &t_proto_istio_mesh_v1alpha1_LabelSelector,
     GO_POINTER, NULL},
    {"ServicesSelector", "servicesSelector", &t_proto_istio_mesh_v1alpha1_LabelSelector, GO_POINTER,
     NULL},
    {"Scope", "scope", &t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs_Scope, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs = {
    .index = 330,
    .name = "istio.mesh.v1alpha1.MeshConfig.ServiceScopeConfigs",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs_fields};
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs = {
    .index = 331,
    .name = "list",
    .kind = GO_LIST,
    .element = &t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs};
static const struct go_field t_proto_istio_mesh_v1alpha1_MeshConfig_CA_fields[] = {
    {"Address", "address", &t_proto_string, 0, NULL},
    {"TlsSettings", "tlsSettings", &t_proto_istio_networking_v1alpha3_ClientTLSSettings, GO_POINTER,
     NULL},
    {"RequestTimeout", "requestTimeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {"IstiodSide", "istiodSide", &t_proto_bool, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_CA = {
    .index = 332,
    .name = "istio.mesh.v1alpha1.MeshConfig.CA",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_CA_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationRequestBody_fields
        [] = {
            {"MaxRequestBytes", "maxRequestBytes", &t_proto_uint32, 0, NULL},
            {"AllowPartialMessage", "allowPartialMessage", &t_proto_bool, 0, NULL},
            {"PackAsBytes", "packAsBytes", &t_proto_bool, 0, NULL},
            {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationRequestBody = {
        .index = 333,
        .name =
            "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.EnvoyExternalAuthorizationRequestBody",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationRequestBody_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationHttpProvider_fields
        [] = {
            {"Service", "service", &t_proto_string, 0, NULL},
            {"Port", "port", &t_proto_uint32, 0, NULL},
            {"Timeout", "timeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
            {"PathPrefix", "pathPrefix", &t_proto_string, 0, NULL},
            {"FailOpen", "failOpen", &t_proto_bool, 0, NULL},
            {"ClearRouteCache", "clearRouteCache", &t_proto_bool, 0, NULL},
            {"StatusOnError", "statusOnError", &t_proto_string, 0, NULL},
            {"IncludeHeadersInCheck", "includeHeadersInCheck", &t_list_of_proto_string, 0, NULL},
            {"IncludeRequestHeadersInCheck", "includeRequestHeadersInCheck",
             &t_list_of_proto_string, 0, NULL},
            {"IncludeAdditionalHeadersInCheck", "includeAdditionalHeadersInCheck",
             &t_map_of_proto_string, 0, NULL},
            {"IncludeRequestBodyInCheck", "includeRequestBodyInCheck",
             &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationRequestBody,
             GO_POINTER, NULL},
            {"HeadersToUpstreamOnAllow", "headersToUpstreamOnAllow", &t_list_of_proto_string, 0,
             NULL},
            {"HeadersToDownstreamOnDeny", "headersToDownstreamOnDeny", &t_list_of_proto_string, 0,
             NULL},
            {"HeadersToDownstreamOnAllow", "headersToDownstreamOnAllow", &t_list_of_proto_string, 0,
             NULL},
            {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationHttpProvider = {
        .index = 334,
        .name =
            "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.EnvoyExternalAuthorizationHttpProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationHttpProvider_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationGrpcProvider_fields
        [] = {
            {"Service", "service", &t_proto_string, 0, NULL},
            {"Port", "port", &t_proto_uint32, 0, NULL},
            {"Timeout", "timeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
            {"FailOpen", "failOpen", &t_proto_bool, 0, NULL},
            {"ClearRouteCache", "clearRouteCache", &t_proto_bool, 0, NULL},
            {"StatusOnError", "statusOnError", &t_proto_string, 0, NULL},
            {"IncludeRequestBodyInCheck", "includeRequestBodyInCheck",
             &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationRequestBody,
             GO_POINTER, NULL},
            {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationGrpcProvider = {
        .index = 335,
        .name =
            "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.EnvoyExternalAuthorizationGrpcProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationGrpcProvider_fields};
static const struct go_enum
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ZipkinTracingProvider_TraceContextOption_values
        [] = {
            {"USE_B3", 0},
            {"USE_B3_WITH_W3C_PROPAGATION", 1},
            {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ZipkinTracingProvider_TraceContextOption = {
        .index = 336,
        .name =
            "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.ZipkinTracingProvider.TraceContextOption",
        .kind = GO_ENUM,
        .values =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ZipkinTracingProvider_TraceContextOption_values};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpHeader_fields[] = {
        {"Name", "name", &t_proto_string, 0, NULL},
        {"Value", "value", &t_proto_string, 0 | GO_ONEOF, NULL},
        {"EnvName", "envName", &t_proto_string, 0 | GO_ONEOF, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpHeader = {
    .index = 337,
    .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.HttpHeader",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpHeader_fields};
static const struct go_type
    t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpHeader = {
        .index = 338,
        .name = "list",
        .kind = GO_LIST,
        .element = &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpHeader};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ZipkinTracingProvider_fields[] = {
        {"Service", "service", &t_proto_string, 0, NULL},
        {"Port", "port", &t_proto_uint32, 0, NULL},
        {"MaxTagLength", "maxTagLength", &t_proto_uint32, 0, NULL},
        {"Enable64bitTraceId", "enable64bitTraceId", &t_proto_bool, 0, NULL},
        {"Path", "path", &t_proto_string, 0, NULL},
        {"TraceContextOption", "traceContextOption",
         &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ZipkinTracingProvider_TraceContextOption,
         0, NULL},
        {"Timeout", "timeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
        {"Headers", "headers",
         &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpHeader, 0, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ZipkinTracingProvider = {
        .index = 339,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.ZipkinTracingProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ZipkinTracingProvider_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_LightstepTracingProvider_fields[] = {
        {"Service", "service", &t_proto_string, 0, NULL},
        {"Port", "port", &t_proto_uint32, 0, NULL},
        {"AccessToken", "accessToken", &t_proto_string, 0, NULL},
        {"MaxTagLength", "maxTagLength", &t_proto_uint32, 0, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_LightstepTracingProvider = {
        .index = 340,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.LightstepTracingProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_LightstepTracingProvider_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_DatadogTracingProvider_fields[] = {
        {"Service", "service", &t_proto_string, 0, NULL},
        {"Port", "port", &t_proto_uint32, 0, NULL},
        {"MaxTagLength", "maxTagLength", &t_proto_uint32, 0, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_DatadogTracingProvider = {
        .index = 341,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.DatadogTracingProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_DatadogTracingProvider_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_StackdriverProvider_Logging_fields[] =
        {
            {"Labels", "labels", &t_map_of_proto_string, 0, NULL},
            {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_StackdriverProvider_Logging = {
        .index = 342,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.StackdriverProvider.Logging",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_StackdriverProvider_Logging_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_StackdriverProvider_fields[] = {
        {"Debug", "debug", &t_proto_bool, 0, NULL},
        {"MaxNumberOfAttributes", "maxNumberOfAttributes", &t_proto_google_protobuf_Int64Value,
         GO_POINTER, NULL},
        {"MaxNumberOfAnnotations", "maxNumberOfAnnotations", &t_proto_google_protobuf_Int64Value,
         GO_POINTER, NULL},
        {"MaxNumberOfMessageEvents", "maxNumberOfMessageEvents",
         &t_proto_google_protobuf_Int64Value, GO_POINTER, NULL},
        {"MaxTagLength", "maxTagLength", &t_proto_uint32, 0, NULL},
        {"Logging", "logging",
         &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_StackdriverProvider_Logging,
         GO_POINTER, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_StackdriverProvider = {
        .index = 343,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.StackdriverProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_StackdriverProvider_fields};
static const struct go_enum
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider_TraceContext_values
        [] = {
            {"UNSPECIFIED", 0}, {"W3C_TRACE_CONTEXT", 1},
            {"GRPC_BIN", 2},    {"CLOUD_TRACE_CONTEXT", 3},
            {"B3", 4},          {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider_TraceContext =
        {.index = 344,
         .name =
             "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.OpenCensusAgentTracingProvider.TraceContext",
         .kind = GO_ENUM,
         .values =
             t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider_TraceContext_values};
static const struct go_type
    t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider_TraceContext =
        {.index = 345,
         .name = "list",
         .kind = GO_LIST,
         .element =
             &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider_TraceContext};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider_fields[] = {
        {"Service", "service", &t_proto_string, 0, NULL},
        {"Port", "port", &t_proto_uint32, 0, NULL},
        {"Context", "context",
         &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider_TraceContext,
         0, NULL},
        {"MaxTagLength", "maxTagLength", &t_proto_uint32, 0, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider = {
        .index = 346,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.OpenCensusAgentTracingProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_SkyWalkingTracingProvider_fields[] = {
        {"Service", "service", &t_proto_string, 0, NULL},
        {"Port", "port", &t_proto_uint32, 0, NULL},
        {"AccessToken", "accessToken", &t_proto_string, 0, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_SkyWalkingTracingProvider = {
        .index = 347,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.SkyWalkingTracingProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_SkyWalkingTracingProvider_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpService_fields[] = {
        {"Path", "path", &t_proto_string, 0, NULL},
        {"Timeout", "timeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
        {"Headers", "headers",
         &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpHeader, 0, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpService = {
    .index = 348,
    .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.HttpService",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpService_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_GrpcService_fields[] = {
        {"Timeout", "timeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
        {"InitialMetadata", "initialMetadata",
         &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpHeader, 0, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_GrpcService = {
    .index = 349,
    .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.GrpcService",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_GrpcService_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_EnvironmentResourceDetector_fields
        [] = {

            {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_EnvironmentResourceDetector =
        {.index = 350,
         .name =
             "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.ResourceDetectors.EnvironmentResourceDetector",
         .kind = GO_MESSAGE,
         .fields =
             t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_EnvironmentResourceDetector_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_DynatraceResourceDetector_fields
        [] = {

            {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_DynatraceResourceDetector =
        {.index = 351,
         .name =
             "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.ResourceDetectors.DynatraceResourceDetector",
         .kind = GO_MESSAGE,
         .fields =
             t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_DynatraceResourceDetector_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_fields[] = {
        {"Environment", "environment",
         &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_EnvironmentResourceDetector,
         GO_POINTER, NULL},
        {"Dynatrace", "dynatrace",
         &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_DynatraceResourceDetector,
         GO_POINTER, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors = {
        .index = 352,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.ResourceDetectors",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_fields};
static const struct go_enum
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ServiceAttributeEnrichment_values[] = {
        {"ISTIO_CANONICAL", 0},
        {"OTEL_SEMANTIC_CONVENTIONS", 1},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ServiceAttributeEnrichment = {
        .index = 353,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.ServiceAttributeEnrichment",
        .kind = GO_ENUM,
        .values =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ServiceAttributeEnrichment_values};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_DynatraceSampler_DynatraceApi_fields
        [] = {
            {"Service", "service", &t_proto_string, 0, NULL},
            {"Port", "port", &t_proto_uint32, 0, NULL},
            {"Http", "http", &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpService,
             GO_POINTER, NULL},
            {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_DynatraceSampler_DynatraceApi =
        {.index = 354,
         .name =
             "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.OpenTelemetryTracingProvider.DynatraceSampler.DynatraceApi",
         .kind = GO_MESSAGE,
         .fields =
             t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_DynatraceSampler_DynatraceApi_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_DynatraceSampler_fields
        [] = {
            {"Tenant", "tenant", &t_proto_string, 0, NULL},
            {"ClusterId", "clusterId", &t_proto_int32, 0, NULL},
            {"RootSpansPerMinute", "rootSpansPerMinute", &t_proto_uint32, 0, NULL},
            {"HttpService", "httpService",
             &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_DynatraceSampler_DynatraceApi,
             GO_POINTER, NULL},
            {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_DynatraceSampler =
        {.index = 355,
         .name =
             "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.OpenTelemetryTracingProvider.DynatraceSampler",
         .kind = GO_MESSAGE,
         .fields =
             t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_DynatraceSampler_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_fields[] = {
        {"Service", "service", &t_proto_string, 0, NULL},
        {"Port", "port", &t_proto_uint32, 0, NULL},
        {"MaxTagLength", "maxTagLength", &t_proto_uint32, 0, NULL},
        {"Http", "http", &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpService,
         GO_POINTER, NULL},
        {"Grpc", "grpc", &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_GrpcService,
         GO_POINTER, NULL},
        {"ResourceDetectors", "resourceDetectors",
         &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors, GO_POINTER,
         NULL},
        {"ServiceAttributeEnrichment", "serviceAttributeEnrichment",
         &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ServiceAttributeEnrichment, 0,
         NULL},
        {"DynatraceSampler", "dynatraceSampler",
         &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_DynatraceSampler,
         GO_POINTER | GO_ONEOF, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider = {
        .index = 356,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.OpenTelemetryTracingProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_PrometheusMetricsProvider_fields[] = {

        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_PrometheusMetricsProvider = {
        .index = 357,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.PrometheusMetricsProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_PrometheusMetricsProvider_fields};
static const struct go_type t_proto_google_protobuf_Struct = {
    .index = 358, .name = "google.protobuf.Struct", .kind = GO_ANY};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyFileAccessLogProvider_LogFormat_fields
        [] = {
            {"Text", "text", &t_proto_string, 0 | GO_ONEOF, NULL},
            {"Labels", "labels", &t_proto_google_protobuf_Struct, GO_POINTER | GO_ONEOF, NULL},
            {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyFileAccessLogProvider_LogFormat = {
        .index = 359,
        .name =
            "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.EnvoyFileAccessLogProvider.LogFormat",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyFileAccessLogProvider_LogFormat_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyFileAccessLogProvider_fields[] = {
        {"Path", "path", &t_proto_string, 0, NULL},
        {"LogFormat", "logFormat",
         &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyFileAccessLogProvider_LogFormat,
         GO_POINTER, NULL},
        {"OmitEmptyValues", "omitEmptyValues", &t_proto_bool, 0, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyFileAccessLogProvider = {
        .index = 360,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.EnvoyFileAccessLogProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyFileAccessLogProvider_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyHttpGrpcV3LogProvider_fields[] = {
        {"Service", "service", &t_proto_string, 0, NULL},
        {"Port", "port", &t_proto_uint32, 0, NULL},
        {"LogName", "logName", &t_proto_string, 0, NULL},
        {"FilterStateObjectsToLog", "filterStateObjectsToLog", &t_list_of_proto_string, 0, NULL},
        {"AdditionalRequestHeadersToLog", "additionalRequestHeadersToLog", &t_list_of_proto_string,
         0, NULL},
        {"AdditionalResponseHeadersToLog", "additionalResponseHeadersToLog",
         &t_list_of_proto_string, 0, NULL},
        {"AdditionalResponseTrailersToLog", "additionalResponseTrailersToLog",
         &t_list_of_proto_string, 0, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyHttpGrpcV3LogProvider = {
        .index = 361,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.EnvoyHttpGrpcV3LogProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyHttpGrpcV3LogProvider_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyTcpGrpcV3LogProvider_fields[] = {
        {"Service", "service", &t_proto_string, 0, NULL},
        {"Port", "port", &t_proto_uint32, 0, NULL},
        {"LogName", "logName", &t_proto_string, 0, NULL},
        {"FilterStateObjectsToLog", "filterStateObjectsToLog", &t_list_of_proto_string, 0, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyTcpGrpcV3LogProvider = {
        .index = 362,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.EnvoyTcpGrpcV3LogProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyTcpGrpcV3LogProvider_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyOpenTelemetryLogProvider_LogFormat_fields
        [] = {
            {"Text", "text", &t_proto_string, 0, NULL},
            {"Labels", "labels", &t_proto_google_protobuf_Struct, GO_POINTER, NULL},
            {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyOpenTelemetryLogProvider_LogFormat = {
        .index = 363,
        .name =
            "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.EnvoyOpenTelemetryLogProvider.LogFormat",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyOpenTelemetryLogProvider_LogFormat_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyOpenTelemetryLogProvider_fields[] = {
        {"Service", "service", &t_proto_string, 0, NULL},
        {"Port", "port", &t_proto_uint32, 0, NULL},
        {"LogName", "logName", &t_proto_string, 0, NULL},
        {"LogFormat", "logFormat",
         &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyOpenTelemetryLogProvider_LogFormat,
         GO_POINTER, NULL},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyOpenTelemetryLogProvider = {
        .index = 364,
        .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.EnvoyOpenTelemetryLogProvider",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyOpenTelemetryLogProvider_fields};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_SDSProvider_fields[] = {
        {"Name", "name", &t_proto_string, 0, NULL},
        {"Service", "service", &t_proto_string, 0, NULL},
        {"Port", "port", &t_proto_uint32, 0, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_SDSProvider = {
    .index = 365,
    .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.SDSProvider",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_SDSProvider_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_fields[] = {
    {"Name", "name", &t_proto_string, 0, NULL},
    {"EnvoyExtAuthzHttp", "envoyExtAuthzHttp",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationHttpProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"EnvoyExtAuthzGrpc", "envoyExtAuthzGrpc",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationGrpcProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"Zipkin", "zipkin",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ZipkinTracingProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"Lightstep", "lightstep",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_LightstepTracingProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"Datadog", "datadog",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_DatadogTracingProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"Stackdriver", "stackdriver",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_StackdriverProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"Opencensus", "opencensus",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"Skywalking", "skywalking",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_SkyWalkingTracingProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"Opentelemetry", "opentelemetry",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"Prometheus", "prometheus",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_PrometheusMetricsProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"EnvoyFileAccessLog", "envoyFileAccessLog",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyFileAccessLogProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"EnvoyHttpAls", "envoyHttpAls",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyHttpGrpcV3LogProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"EnvoyTcpAls", "envoyTcpAls",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyTcpGrpcV3LogProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"EnvoyOtelAls", "envoyOtelAls",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyOpenTelemetryLogProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {"Sds", "sds", &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_SDSProvider,
     GO_POINTER | GO_ONEOF, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider = {
    .index = 366,
    .name = "istio.mesh.v1alpha1.MeshConfig.ExtensionProvider",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_fields};
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider = {
    .index = 367,
    .name = "list",
    .kind = GO_LIST,
    .element = &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider};
static const struct go_field t_proto_istio_mesh_v1alpha1_MeshConfig_DefaultProviders_fields[] = {
    {"Tracing", "tracing", &t_list_of_proto_string, 0, NULL},
    {"Metrics", "metrics", &t_list_of_proto_string, 0, NULL},
    {"AccessLogging", "accessLogging", &t_list_of_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_DefaultProviders = {
    .index = 368,
    .name = "istio.mesh.v1alpha1.MeshConfig.DefaultProviders",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_DefaultProviders_fields};
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_LabelSelector = {
    .index = 369,
    .name = "list",
    .kind = GO_LIST,
    .element = &t_proto_istio_mesh_v1alpha1_LabelSelector};
static const struct go_enum
    t_proto_istio_mesh_v1alpha1_MeshConfig_ProxyPathNormalization_NormalizationType_values[] = {
        {"DEFAULT", 0},
        {"NONE", 1},
        {"BASE", 2},
        {"MERGE_SLASHES", 3},
        {"DECODE_AND_MERGE_SLASHES", 4},
        {0},
};
static const struct go_type
    t_proto_istio_mesh_v1alpha1_MeshConfig_ProxyPathNormalization_NormalizationType = {
        .index = 370,
        .name = "istio.mesh.v1alpha1.MeshConfig.ProxyPathNormalization.NormalizationType",
        .kind = GO_ENUM,
        .values =
            t_proto_istio_mesh_v1alpha1_MeshConfig_ProxyPathNormalization_NormalizationType_values};
static const struct go_field
    t_proto_istio_mesh_v1alpha1_MeshConfig_ProxyPathNormalization_fields[] = {
        {"Normalization", "normalization",
         &t_proto_istio_mesh_v1alpha1_MeshConfig_ProxyPathNormalization_NormalizationType, 0, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_ProxyPathNormalization = {
    .index = 371,
    .name = "istio.mesh.v1alpha1.MeshConfig.ProxyPathNormalization",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_ProxyPathNormalization_fields};
static const struct go_field t_proto_istio_networking_v1alpha3_HTTPRetry_fields[] = {
    {"Attempts", "attempts", &t_proto_int32, 0, NULL},
    {"PerTryTimeout", "perTryTimeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {"RetryOn", "retryOn", &t_proto_string, 0, NULL},
    {"RetryRemoteLocalities", "retryRemoteLocalities", &t_proto_google_protobuf_BoolValue,
     GO_POINTER, NULL},
    {"RetryIgnorePreviousHosts", "retryIgnorePreviousHosts", &t_proto_google_protobuf_BoolValue,
     GO_POINTER, NULL},
    {"Backoff", "backoff", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_HTTPRetry = {
    .index = 372,
    .name = "istio.networking.v1alpha3.HTTPRetry",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1alpha3_HTTPRetry_fields};
static const struct go_enum t_proto_istio_mesh_v1alpha1_MeshConfig_TLSConfig_TLSProtocol_values[] =
    {
        {"TLS_AUTO", 0},
        {"TLSV1_2", 1},
        {"TLSV1_3", 2},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_TLSConfig_TLSProtocol = {
    .index = 373,
    .name = "istio.mesh.v1alpha1.MeshConfig.TLSConfig.TLSProtocol",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_MeshConfig_TLSConfig_TLSProtocol_values};
static const struct go_field t_proto_istio_mesh_v1alpha1_MeshConfig_TLSConfig_fields[] = {
    {"MinProtocolVersion", "minProtocolVersion",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_TLSConfig_TLSProtocol, 0, NULL},
    {"EcdhCurves", "ecdhCurves", &t_list_of_proto_string, 0, NULL},
    {"CipherSuites", "cipherSuites", &t_list_of_proto_string, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_TLSConfig = {
    .index = 374,
    .name = "istio.mesh.v1alpha1.MeshConfig.TLSConfig",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_TLSConfig_fields};
static const struct go_field
    t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings_fields[] = {
        {"MaxConnections", "maxConnections", &t_proto_int32, 0, NULL},
        {"ConnectTimeout", "connectTimeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
        {"TcpKeepalive", "tcpKeepalive",
         &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings_TcpKeepalive,
         GO_POINTER, NULL},
        {"MaxConnectionDuration", "maxConnectionDuration", &t_proto_google_protobuf_Duration,
         GO_POINTER, NULL},
        {"IdleTimeout", "idleTimeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
        {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings = {
    .index = 375,
    .name = "istio.networking.v1alpha3.ConnectionPoolSettings.TCPSettings",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings_fields};
static const struct go_enum
    t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_H2UpgradePolicy_values[] =
        {
            {"DEFAULT", 0},
            {"DO_NOT_UPGRADE", 1},
            {"UPGRADE", 2},
            {0},
};
static const struct go_type
    t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_H2UpgradePolicy = {
        .index = 376,
        .name = "istio.networking.v1alpha3.ConnectionPoolSettings.HTTPSettings.H2UpgradePolicy",
        .kind = GO_ENUM,
        .values =
            t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_H2UpgradePolicy_values};
static const struct go_field
    t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_ConnectionKeepalive_fields
        [] = {
            {"Interval", "interval", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
            {"Timeout", "timeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
            {0},
};
static const struct go_type
    t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_ConnectionKeepalive = {
        .index = 377,
        .name = "istio.networking.v1alpha3.ConnectionPoolSettings.HTTPSettings.ConnectionKeepalive",
        .kind = GO_MESSAGE,
        .fields =
            t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_ConnectionKeepalive_fields};
static const struct go_field
    t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_fields[] = {
        {"Http1MaxPendingRequests", "http1MaxPendingRequests", &t_proto_int32, 0, NULL},
        {"Http2MaxRequests", "http2MaxRequests", &t_proto_int32, 0, NULL},
        {"MaxRequestsPerConnection", "maxRequestsPerConnection", &t_proto_int32, 0, NULL},
        {"MaxRetries", "maxRetries", &t_proto_int32, 0, NULL},
        {"IdleTimeout", "idleTimeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
        {"H2UpgradePolicy", "h2UpgradePolicy",
         &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_H2UpgradePolicy, 0,
         NULL},
        {"UseClientProtocol", "useClientProtocol", &t_proto_bool, 0, NULL},
        {"MaxConcurrentStreams", "maxConcurrentStreams", &t_proto_int32, 0, NULL},
        {"Http2KeepAlive", "http2KeepAlive",
         &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_ConnectionKeepalive,
         GO_POINTER, NULL},
        {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings =
    {.index = 378,
     .name = "istio.networking.v1alpha3.ConnectionPoolSettings.HTTPSettings",
     .kind = GO_MESSAGE,
     .fields = t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_fields};
static const struct go_field t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_fields[] = {
    {"Tcp", "tcp", &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings,
     GO_POINTER, NULL},
    {"Http", "http", &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings,
     GO_POINTER, NULL},
    {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_ConnectionPoolSettings = {
    .index = 379,
    .name = "istio.networking.v1alpha3.ConnectionPoolSettings",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_fields};
static const struct go_type t_list_of_proto_uint32 = {
    .index = 380, .name = "list", .kind = GO_LIST, .element = &t_proto_uint32};
static const struct go_field t_proto_istio_networking_v1alpha3_OutlierDetection_fields[] = {
    {"ConsecutiveErrors", "consecutiveErrors", &t_proto_int32, 0, NULL},
    {"SplitExternalLocalOriginErrors", "splitExternalLocalOriginErrors", &t_proto_bool, 0, NULL},
    {"ConsecutiveLocalOriginFailures", "consecutiveLocalOriginFailures",
     &t_proto_google_protobuf_UInt32Value, GO_POINTER, NULL},
    {"ConsecutiveGatewayErrors", "consecutiveGatewayErrors", &t_proto_google_protobuf_UInt32Value,
     GO_POINTER, NULL},
    {"Consecutive5xxErrors", "consecutive5xxErrors", &t_proto_google_protobuf_UInt32Value,
     GO_POINTER, NULL},
    {"Interval", "interval", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {"BaseEjectionTime", "baseEjectionTime", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {"MaxEjectionPercent", "maxEjectionPercent", &t_proto_int32, 0, NULL},
    {"MinHealthPercent", "minHealthPercent", &t_proto_int32, 0, NULL},
    {"OutlierDetectionHttpErrorCodes", "outlierDetectionHttpErrorCodes", &t_list_of_proto_uint32, 0,
     NULL},
    {0},
};
static const struct go_type t_proto_istio_networking_v1alpha3_OutlierDetection = {
    .index = 381,
    .name = "istio.networking.v1alpha3.OutlierDetection",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_networking_v1alpha3_OutlierDetection_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_MeshConfig_DefaultTrafficPolicy_fields[] =
    {
        {"ConnectionPool", "connectionPool",
         &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings, GO_POINTER, NULL},
        {"OutlierDetection", "outlierDetection",
         &t_proto_istio_networking_v1alpha3_OutlierDetection, GO_POINTER, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig_DefaultTrafficPolicy = {
    .index = 382,
    .name = "istio.mesh.v1alpha1.MeshConfig.DefaultTrafficPolicy",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_DefaultTrafficPolicy_fields};
static const struct go_enum t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Visibility_values[] =
    {
        {"VISIBILITY_UNSPECIFIED", 0}, {"NONE", 1}, {"NAMESPACE", 2}, {"PUBLIC", 3}, {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Visibility = {
    .index = 383,
    .name = "istio.mesh.v1alpha1.ServiceEntryVisibility.Visibility",
    .kind = GO_ENUM,
    .values = t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Visibility_values};
static const struct go_field t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_MatchRule_fields[] =
    {
        {"NamespaceSelector", "namespaceSelector", &t_proto_istio_mesh_v1alpha1_LabelSelector,
         GO_POINTER | GO_ONEOF, NULL},
        {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_MatchRule = {
    .index = 384,
    .name = "istio.mesh.v1alpha1.ServiceEntryVisibility.MatchRule",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_MatchRule_fields};
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_MatchRule = {
    .index = 385,
    .name = "list",
    .kind = GO_LIST,
    .element = &t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_MatchRule};
static const struct go_field t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Policy_fields[] = {
    {"Visibility", "visibility", &t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Visibility, 0,
     NULL},
    {"MatchingRules", "matchingRules",
     &t_list_of_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_MatchRule, 0, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Policy = {
    .index = 386,
    .name = "istio.mesh.v1alpha1.ServiceEntryVisibility.Policy",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Policy_fields};
static const struct go_type t_list_of_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Policy = {
    .index = 387,
    .name = "list",
    .kind = GO_LIST,
    .element = &t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Policy};
static const struct go_field t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_fields[] = {
    {"DefaultVisibility", "defaultVisibility",
     &t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Visibility, 0, NULL},
    {"ApplyToSidecars", "applyToSidecars", &t_proto_bool, 0, NULL},
    {"Policies", "policies", &t_list_of_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Policy, 0,
     NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility = {
    .index = 388,
    .name = "istio.mesh.v1alpha1.ServiceEntryVisibility",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_fields};
static const struct go_field t_proto_istio_mesh_v1alpha1_MeshConfig_fields[] = {
    {"ProxyListenPort", "proxyListenPort", &t_proto_int32, 0, NULL},
    {"ProxyInboundListenPort", "proxyInboundListenPort", &t_proto_int32, 0, NULL},
    {"ProxyHttpPort", "proxyHttpPort", &t_proto_int32, 0, NULL},
    {"ConnectTimeout", "connectTimeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {"HboneIdleTimeout", "hboneIdleTimeout", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {"ProtocolDetectionTimeout", "protocolDetectionTimeout", &t_proto_google_protobuf_Duration,
     GO_POINTER, NULL},
    {"TcpKeepalive", "tcpKeepalive",
     &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings_TcpKeepalive, GO_POINTER,
     NULL},
    {"IngressClass", "ingressClass", &t_proto_string, 0, NULL},
    {"IngressService", "ingressService", &t_proto_string, 0, NULL},
    {"IngressControllerMode", "ingressControllerMode",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_IngressControllerMode, 0, NULL},
    {"IngressSelector", "ingressSelector", &t_proto_string, 0, NULL},
    {"EnableTracing", "enableTracing", &t_proto_bool, 0, NULL},
    {"AccessLogFile", "accessLogFile", &t_proto_string, 0, NULL},
    {"AccessLogFormat", "accessLogFormat", &t_proto_string, 0, NULL},
    {"AccessLogEncoding", "accessLogEncoding",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_AccessLogEncoding, 0, NULL},
    {"EnableEnvoyAccessLogService", "enableEnvoyAccessLogService", &t_proto_bool, 0, NULL},
    {"DisableEnvoyListenerLog", "disableEnvoyListenerLog", &t_proto_bool, 0, NULL},
    {"DefaultConfig", "defaultConfig", &t_proto_istio_mesh_v1alpha1_ProxyConfig, GO_POINTER, NULL},
    {"OutboundTrafficPolicy", "outboundTrafficPolicy",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_OutboundTrafficPolicy, GO_POINTER, NULL},
    {"InboundTrafficPolicy", "inboundTrafficPolicy",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_InboundTrafficPolicy, GO_POINTER, NULL},
    {"ConfigSources", "configSources", &t_list_of_proto_istio_mesh_v1alpha1_ConfigSource, 0, NULL},
    {"EnableAutoMtls", "enableAutoMtls", &t_proto_google_protobuf_BoolValue, GO_POINTER, NULL},
    {"TrustDomain", "trustDomain", &t_proto_string, 0, NULL},
    {"TrustDomainAliases", "trustDomainAliases", &t_list_of_proto_string, 0, NULL},
    {"CaCertificates", "caCertificates",
     &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_CertificateData, 0, NULL},
    {"DefaultServiceExportTo", "defaultServiceExportTo", &t_list_of_proto_string, 0, NULL},
    {"DefaultVirtualServiceExportTo", "defaultVirtualServiceExportTo", &t_list_of_proto_string, 0,
     NULL},
    {"DefaultDestinationRuleExportTo", "defaultDestinationRuleExportTo", &t_list_of_proto_string, 0,
     NULL},
    {"RootNamespace", "rootNamespace", &t_proto_string, 0, NULL},
    {"LocalityLbSetting", "localityLbSetting",
     &t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting, GO_POINTER, NULL},
    {"ZoneAwareLbSetting", "zoneAwareLbSetting",
     &t_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting, GO_POINTER, NULL},
    {"DnsRefreshRate", "dnsRefreshRate", &t_proto_google_protobuf_Duration, GO_POINTER, NULL},
    {"H2UpgradePolicy", "h2UpgradePolicy", &t_proto_istio_mesh_v1alpha1_MeshConfig_H2UpgradePolicy,
     0, NULL},
    {"InboundClusterStatName", "inboundClusterStatName", &t_proto_string, 0, NULL},
    {"OutboundClusterStatName", "outboundClusterStatName", &t_proto_string, 0, NULL},
    {"Certificates", "certificates", &t_list_of_proto_istio_mesh_v1alpha1_Certificate, 0, NULL},
    {"ServiceSettings", "serviceSettings",
     &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings, 0, NULL},
    {"ServiceScopeConfigs", "serviceScopeConfigs",
     &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs, 0, NULL},
    {"EnablePrometheusMerge", "enablePrometheusMerge", &t_proto_google_protobuf_BoolValue,
     GO_POINTER, NULL},
    {"VerifyCertificateAtClient", "verifyCertificateAtClient", &t_proto_google_protobuf_BoolValue,
     GO_POINTER, NULL},
    {"Ca", "ca", &t_proto_istio_mesh_v1alpha1_MeshConfig_CA, GO_POINTER, NULL},
    {"ExtensionProviders", "extensionProviders",
     &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider, 0, NULL},
    {"DefaultProviders", "defaultProviders",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_DefaultProviders, GO_POINTER, NULL},
    {"DiscoverySelectors", "discoverySelectors", &t_list_of_proto_istio_mesh_v1alpha1_LabelSelector,
     0, NULL},
    {"PathNormalization", "pathNormalization",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_ProxyPathNormalization, GO_POINTER, NULL},
    {"DefaultHttpRetryPolicy", "defaultHttpRetryPolicy",
     &t_proto_istio_networking_v1alpha3_HTTPRetry, GO_POINTER, NULL},
    {"MeshMTLS", "meshMTLS", &t_proto_istio_mesh_v1alpha1_MeshConfig_TLSConfig, GO_POINTER, NULL},
    {"TlsDefaults", "tlsDefaults", &t_proto_istio_mesh_v1alpha1_MeshConfig_TLSConfig, GO_POINTER,
     NULL},
    {"DefaultTrafficPolicy", "defaultTrafficPolicy",
     &t_proto_istio_mesh_v1alpha1_MeshConfig_DefaultTrafficPolicy, GO_POINTER, NULL},
    {"ServiceEntryVisibility", "serviceEntryVisibility",
     &t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility, GO_POINTER, NULL},
    {0},
};
static const struct go_type t_proto_istio_mesh_v1alpha1_MeshConfig = {
    .index = 389,
    .name = "istio.mesh.v1alpha1.MeshConfig",
    .kind = GO_MESSAGE,
    .fields = t_proto_istio_mesh_v1alpha1_MeshConfig_fields};

const struct go_type *const go_types[] = {
    &t_string,
    &t_v1_TypeMeta,
    &t_types_UID,
    &t_int64,
    &t_v1_Time,
    &t_map_string_string,
    &t_bool,
    &t_v1_OwnerReference,
    &t___v1_OwnerReference,
    &t___string,
    &t_v1_ManagedFieldsOperationType,
    &t_v1_FieldsV1,
    &t_v1_ManagedFieldsEntry,
    &t___v1_ManagedFieldsEntry,
    &t_v1_ObjectMeta,
    &t_v1_HostPathType,
    &t_v1_HostPathVolumeSource,
    &t_v1_StorageMedium,
    &t_resource_Quantity,
    &t_v1_EmptyDirVolumeSource,
    &t_int32,
    &t_v1_GCEPersistentDiskVolumeSource,
    &t_v1_AWSElasticBlockStoreVolumeSource,
    &t_v1_GitRepoVolumeSource,
    &t_v1_KeyToPath,
    &t___v1_KeyToPath,
    &t_v1_SecretVolumeSource,
    &t_v1_NFSVolumeSource,
    &t_v1_LocalObjectReference,
    &t_v1_ISCSIVolumeSource,
    &t_v1_GlusterfsVolumeSource,
    &t_v1_PersistentVolumeClaimVolumeSource,
    &t_v1_RBDVolumeSource,
    &t_v1_FlexVolumeSource,
    &t_v1_CinderVolumeSource,
    &t_v1_CephFSVolumeSource,
    &t_v1_FlockerVolumeSource,
    &t_v1_ObjectFieldSelector,
    &t_v1_ResourceFieldSelector,
    &t_v1_DownwardAPIVolumeFile,
    &t___v1_DownwardAPIVolumeFile,
    &t_v1_DownwardAPIVolumeSource,
    &t_v1_FCVolumeSource,
    &t_v1_AzureFileVolumeSource,
    &t_v1_ConfigMapVolumeSource,
    &t_v1_VsphereVirtualDiskVolumeSource,
    &t_v1_QuobyteVolumeSource,
    &t_v1_AzureDataDiskCachingMode,
    &t_v1_AzureDataDiskKind,
    &t_v1_AzureDiskVolumeSource,
    &t_v1_PhotonPersistentDiskVolumeSource,
    &t_v1_SecretProjection,
    &t_v1_DownwardAPIProjection,
    &t_v1_ConfigMapProjection,
    &t_v1_ServiceAccountTokenProjection,
    &t_v1_LabelSelectorOperator,
    &t_v1_LabelSelectorRequirement,
    &t___v1_LabelSelectorRequirement,
    &t_v1_LabelSelector,
    &t_v1_ClusterTrustBundleProjection,
    &t_v1_PodCertificateProjection,
    &t_v1_VolumeProjection,
    &t___v1_VolumeProjection,
    &t_v1_ProjectedVolumeSource,
    &t_v1_PortworxVolumeSource,
    &t_v1_ScaleIOVolumeSource,
    &t_v1_StorageOSVolumeSource,
    &t_v1_CSIVolumeSource,
    &t_v1_PersistentVolumeAccessMode,
    &t___v1_PersistentVolumeAccessMode,
    &t_v1_ResourceList,
    &t_v1_VolumeResourceRequirements,
    &t_v1_PersistentVolumeMode,
    &t_v1_TypedLocalObjectReference,
    &t_v1_TypedObjectReference,
    &t_v1_PersistentVolumeClaimSpec,
    &t_v1_PersistentVolumeClaimTemplate,
    &t_v1_EphemeralVolumeSource,
    &t_v1_PullPolicy,
    &t_v1_ImageVolumeSource,
    &t_v1_VolumeSource,
    &t_v1_Volume,
    &t___v1_Volume,
    &t_v1_Protocol,
    &t_v1_ContainerPort,
    &t___v1_ContainerPort,
    &t_v1_ConfigMapEnvSource,
    &t_v1_SecretEnvSource,
    &t_v1_EnvFromSource,
    &t___v1_EnvFromSource,
    &t_v1_ConfigMapKeySelector,
    &t_v1_SecretKeySelector,
    &t_v1_FileKeySelector,
    &t_v1_EnvVarSource,
    &t_v1_EnvVar,
    &t___v1_EnvVar,
    &t_v1_ResourceClaim,
    &t___v1_ResourceClaim,
    &t_v1_ResourceRequirements,
    &t_v1_ResourceName,
    &t_v1_ResourceResizeRestartPolicy,
    &t_v1_ContainerResizePolicy,
    &t___v1_ContainerResizePolicy,
    &t_v1_ContainerRestartPolicy,
    &t_v1_ContainerRestartRuleAction,
    &t_v1_ContainerRestartRuleOnExitCodesOperator,
    &t___int32,
    &t_v1_ContainerRestartRuleOnExitCodes,
    &t_v1_ContainerRestartRule,
    &t___v1_ContainerRestartRule,
    &t_v1_RecursiveReadOnlyMode,
    &t_v1_MountPropagationMode,
    &t_v1_VolumeMount,
    &t___v1_VolumeMount,
    &t_v1_VolumeDevice,
    &t___v1_VolumeDevice,
    &t_v1_ExecAction,
    &t_intstr_IntOrString,
    &t_v1_URIScheme,
    &t_v1_HTTPHeader,
    &t___v1_HTTPHeader,
    &t_v1_HTTPGetAction,
    &t_v1_TCPSocketAction,
    &t_v1_GRPCAction,
    &t_v1_ProbeHandler,
    &t_v1_Probe,
    &t_v1_SleepAction,
    &t_v1_LifecycleHandler,
    &t_v1_Signal,
    &t_v1_Lifecycle,
    &t_v1_TerminationMessagePolicy,
    &t_v1_Capability,
    &t___v1_Capability,
    &t_v1_Capabilities,
    &t_v1_SELinuxOptions,
    &t_v1_WindowsSecurityContextOptions,
    &t_v1_ProcMountType,
    &t_v1_SeccompProfileType,
    &t_v1_SeccompProfile,
    &t_v1_AppArmorProfileType,
    &t_v1_AppArmorProfile,
    &t_v1_SecurityContext,
    &t_v1_Container,
    &t___v1_Container,
    &t_v1_EphemeralContainerCommon,
    &t_v1_EphemeralContainer,
    &t___v1_EphemeralContainer,
    &t_v1_RestartPolicy,
    &t_v1_DNSPolicy,
    &t___int64,
    &t_v1_SupplementalGroupsPolicy,
    &t_v1_Sysctl,
    &t___v1_Sysctl,
    &t_v1_PodFSGroupChangePolicy,
    &t_v1_PodSELinuxChangePolicy,
    &t_v1_PodSecurityContext,
    &t___v1_LocalObjectReference,
    &t_v1_NodeSelectorOperator,
    &t_v1_NodeSelectorRequirement,
    &t___v1_NodeSelectorRequirement,
    &t_v1_NodeSelectorTerm,
    &t___v1_NodeSelectorTerm,
    &t_v1_NodeSelector,
    &t_v1_PreferredSchedulingTerm,
    &t___v1_PreferredSchedulingTerm,
    &t_v1_NodeAffinity,
    &t_v1_PodAffinityTerm,
    &t___v1_PodAffinityTerm,
    &t_v1_WeightedPodAffinityTerm,
    &t___v1_WeightedPodAffinityTerm,
    &t_v1_PodAffinity,
    &t_v1_PodAntiAffinity,
    &t_v1_Affinity,
    &t_v1_TolerationOperator,
    &t_v1_TaintEffect,
    &t_v1_Toleration,
    &t___v1_Toleration,
    &t_v1_HostAlias,
    &t___v1_HostAlias,
    &t_v1_PodDNSConfigOption,
    &t___v1_PodDNSConfigOption,
    &t_v1_PodDNSConfig,
    &t_v1_PodConditionType,
    &t_v1_PodReadinessGate,
    &t___v1_PodReadinessGate,
    &t_v1_PreemptionPolicy,
    &t_v1_UnsatisfiableConstraintAction,
    &t_v1_NodeInclusionPolicy,
    &t_v1_TopologySpreadConstraint,
    &t___v1_TopologySpreadConstraint,
    &t_v1_OSName,
    &t_v1_PodOS,
    &t_v1_PodSchedulingGate,
    &t___v1_PodSchedulingGate,
    &t_v1_PodResourceClaim,
    &t___v1_PodResourceClaim,
    &t_v1_PodSchedulingGroup,
    &t_v1_PodSpec,
    &t_v1_PodPhase,
    &t_v1_ConditionStatus,
    &t_v1_PodCondition,
    &t___v1_PodCondition,
    &t_v1_HostIP,
    &t___v1_HostIP,
    &t_v1_PodIP,
    &t___v1_PodIP,
    &t_v1_ContainerStateWaiting,
    &t_v1_ContainerStateRunning,
    &t_v1_ContainerStateTerminated,
    &t_v1_ContainerState,
    &t_v1_ImageVolumeStatus,
    &t_v1_VolumeStatus,
    &t_v1_VolumeMountStatus,
    &t___v1_VolumeMountStatus,
    &t_v1_LinuxContainerUser,
    &t_v1_ContainerUser,
    &t_v1_ResourceID,
    &t_v1_ResourceHealthStatus,
    &t_v1_ResourceHealth,
    &t___v1_ResourceHealth,
    &t_v1_ResourceStatus,
    &t___v1_ResourceStatus,
    &t_v1_ContainerStatus,
    &t___v1_ContainerStatus,
    &t_v1_PodQOSClass,
    &t_v1_PodResizeStatus,
    &t_v1_PodResourceClaimStatus,
    &t___v1_PodResourceClaimStatus,
    &t_v1_ContainerExtendedResourceRequest,
    &t___v1_ContainerExtendedResourceRequest,
    &t_v1_PodExtendedResourceClaimStatus,
    &t_map_v1_ResourceName_resource_Quantity,
    &t_v1_NodeAllocatableResourceClaimStatus,
    &t___v1_NodeAllocatableResourceClaimStatus,
    &t_v1_PodStatus,
    &t_v1_Pod,
    &t_proto_int32,
    &t_proto_google_protobuf_Duration,
    &t_proto_uint32,
    &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings_TcpKeepalive,
    &t_proto_string,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_IngressControllerMode,
    &t_proto_bool,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_AccessLogEncoding,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_TracingServiceName,
    &t_proto_istio_mesh_v1alpha1_AuthenticationPolicy,
    &t_proto_google_protobuf_Int32Value,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_InboundInterceptionMode,
    &t_proto_istio_mesh_v1alpha1_Tracing_Zipkin,
    &t_proto_istio_mesh_v1alpha1_Tracing_Lightstep,
    &t_proto_istio_mesh_v1alpha1_Tracing_Datadog,
    &t_proto_google_protobuf_Int64Value,
    &t_proto_istio_mesh_v1alpha1_Tracing_Stackdriver,
    &t_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent_TraceContext,
    &t_list_of_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent_TraceContext,
    &t_proto_istio_mesh_v1alpha1_Tracing_OpenCensusAgent,
    &t_proto_istio_mesh_v1alpha1_Tracing_Literal,
    &t_proto_istio_mesh_v1alpha1_Tracing_Environment,
    &t_proto_istio_mesh_v1alpha1_Tracing_RequestHeader,
    &t_proto_istio_mesh_v1alpha1_Tracing_CustomTag,
    &t_map_of_proto_istio_mesh_v1alpha1_Tracing_CustomTag,
    &t_proto_double,
    &t_proto_istio_networking_v1alpha3_ClientTLSSettings_TLSmode,
    &t_list_of_proto_string,
    &t_proto_google_protobuf_BoolValue,
    &t_proto_istio_networking_v1alpha3_ClientTLSSettings,
    &t_proto_istio_mesh_v1alpha1_Tracing,
    &t_proto_istio_mesh_v1alpha1_SDS,
    &t_proto_istio_mesh_v1alpha1_RemoteService,
    &t_map_of_proto_string,
    &t_proto_istio_mesh_v1alpha1_ForwardClientCertDetails,
    &t_proto_istio_mesh_v1alpha1_Topology_ProxyProtocolConfiguration,
    &t_proto_istio_mesh_v1alpha1_Topology,
    &t_proto_istio_networking_v1alpha3_HTTPHeader,
    &t_list_of_proto_istio_networking_v1alpha3_HTTPHeader,
    &t_proto_istio_networking_v1alpha3_HTTPHealthCheckConfig,
    &t_proto_istio_networking_v1alpha3_TCPHealthCheckConfig,
    &t_proto_istio_networking_v1alpha3_ExecHealthCheckConfig,
    &t_proto_istio_networking_v1alpha3_GrpcHealthCheckConfig,
    &t_proto_istio_networking_v1alpha3_ReadinessProbe,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyStatsMatcher,
    &t_proto_istio_networking_v1beta1_ProxyImage,
    &t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_CryptoMb,
    &t_proto_istio_mesh_v1alpha1_PrivateKeyProvider_QAT,
    &t_proto_istio_mesh_v1alpha1_PrivateKeyProvider,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_SetCurrentClientCertDetails,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_RequestId,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_Server,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_AttemptCount,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_EnvoyDebugHeaders,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_MetadataExchangeMode,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_MetadataExchangeHeaders,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_XForwardedHost,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders_XForwardedPort,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ProxyHeaders,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_Profile,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_HeadersWithUnderscoresAction,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings_PathWithEscapedSlashesAction,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig_ConnectionSettings,
    &t_proto_istio_mesh_v1alpha1_ProxyConfig,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_OutboundTrafficPolicy_Mode,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_OutboundTrafficPolicy,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_InboundTrafficPolicy_Mode,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_InboundTrafficPolicy,
    &t_proto_istio_mesh_v1alpha1_Resource,
    &t_list_of_proto_istio_mesh_v1alpha1_Resource,
    &t_proto_istio_mesh_v1alpha1_ConfigSource,
    &t_list_of_proto_istio_mesh_v1alpha1_ConfigSource,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_CertificateData,
    &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_CertificateData,
    &t_map_of_proto_uint32,
    &t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Distribute,
    &t_list_of_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Distribute,
    &t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Failover,
    &t_list_of_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting_Failover,
    &t_proto_istio_networking_v1alpha3_LocalityLoadBalancerSetting,
    &t_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting_Failover,
    &t_list_of_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting_Failover,
    &t_proto_google_protobuf_UInt32Value,
    &t_proto_istio_networking_v1alpha3_ZoneAwareLoadBalancerSetting,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_H2UpgradePolicy,
    &t_proto_istio_mesh_v1alpha1_Certificate,
    &t_list_of_proto_istio_mesh_v1alpha1_Certificate,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings_Settings,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings,
    &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ServiceSettings,
    &t_proto_istio_mesh_v1alpha1_LabelSelectorRequirement,
    &t_list_of_proto_istio_mesh_v1alpha1_LabelSelectorRequirement,
    &t_proto_istio_mesh_v1alpha1_LabelSelector,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs_Scope,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs,
    &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ServiceScopeConfigs,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_CA,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationRequestBody,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationHttpProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationGrpcProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ZipkinTracingProvider_TraceContextOption,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpHeader,
    &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpHeader,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ZipkinTracingProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_LightstepTracingProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_DatadogTracingProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_StackdriverProvider_Logging,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_StackdriverProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider_TraceContext,
    &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider_TraceContext,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenCensusAgentTracingProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_SkyWalkingTracingProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_HttpService,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_GrpcService,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_EnvironmentResourceDetector,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors_DynatraceResourceDetector,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ResourceDetectors,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_ServiceAttributeEnrichment,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_DynatraceSampler_DynatraceApi,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider_DynatraceSampler,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_OpenTelemetryTracingProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_PrometheusMetricsProvider,
    &t_proto_google_protobuf_Struct,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyFileAccessLogProvider_LogFormat,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyFileAccessLogProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyHttpGrpcV3LogProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyTcpGrpcV3LogProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyOpenTelemetryLogProvider_LogFormat,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_EnvoyOpenTelemetryLogProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider_SDSProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider,
    &t_list_of_proto_istio_mesh_v1alpha1_MeshConfig_ExtensionProvider,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_DefaultProviders,
    &t_list_of_proto_istio_mesh_v1alpha1_LabelSelector,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ProxyPathNormalization_NormalizationType,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_ProxyPathNormalization,
    &t_proto_istio_networking_v1alpha3_HTTPRetry,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_TLSConfig_TLSProtocol,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_TLSConfig,
    &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_TCPSettings,
    &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_H2UpgradePolicy,
    &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings_ConnectionKeepalive,
    &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings_HTTPSettings,
    &t_proto_istio_networking_v1alpha3_ConnectionPoolSettings,
    &t_list_of_proto_uint32,
    &t_proto_istio_networking_v1alpha3_OutlierDetection,
    &t_proto_istio_mesh_v1alpha1_MeshConfig_DefaultTrafficPolicy,
    &t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Visibility,
    &t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_MatchRule,
    &t_list_of_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_MatchRule,
    &t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Policy,
    &t_list_of_proto_istio_mesh_v1alpha1_ServiceEntryVisibility_Policy,
    &t_proto_istio_mesh_v1alpha1_ServiceEntryVisibility,
    &t_proto_istio_mesh_v1alpha1_MeshConfig,
};
const size_t n_go_types = 390;
const struct go_type *const go_pod = &t_v1_Pod;
const struct go_type *const go_container = &t_v1_Container;
const struct go_type *const go_probe = &t_v1_Probe;
const struct go_type *const go_mesh_config = &t_proto_istio_mesh_v1alpha1_MeshConfig;
const struct go_type *const go_proxy_config = &t_proto_istio_mesh_v1alpha1_ProxyConfig;
